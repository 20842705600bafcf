"""services.yaml as typed, checked objects: which services there are and how we behave."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Said(_Strict):
    """One sentence in both languages."""

    nl: str
    en: str


class Manners(_Strict):
    """How fast we ask, how long we wait and how often we try again."""

    seconds_between_requests: float = Field(ge=0)
    seconds_before_giving_up: float = Field(gt=0)
    seconds_for_a_whole_answer: float = Field(gt=0)
    tries: int = Field(ge=1)
    backoff_factor_seconds: float = Field(ge=0)
    longest_wait_seconds: int = Field(ge=0)
    resume_within_hours: float = Field(ge=0)
    page_size: int = Field(ge=1)


class _Service(_Strict):
    host: str = Field(pattern=r"^https://[a-z0-9.-]+$")
    path: str
    publisher: str
    licence: str
    known_gaps: tuple[Said, ...]


class Boundaries(_Service):
    """Wijken and buurten of one year, by OGC API Features. Each of our columns has the names that
    the service may use for it, in order of preference.
    """

    collections: dict[Literal["gemeente", "wijk", "buurt"], str]
    wijk_columns: dict[str, tuple[str, ...]]
    buurt_columns: dict[str, tuple[str, ...]]
    optional_columns: frozenset[str]
    title: str


class Population(_Service):
    """Residents and households per wijk; every year is a table of its own."""

    tables: dict[int, str]
    residents: str
    households: str


class Registers(_Service):
    """Monthly counts of the police; each table with the name of its count."""

    tables: dict[str, str]
    total_kinds: tuple[str, ...]
    years_of_history: int = Field(ge=0)


class Services(_Strict):
    """services.yaml."""

    last_checked: date
    status: Literal["assumption", "derived", "sourced"]
    reference: Said
    manners: Manners
    boundaries: Boundaries
    population: Population
    registers: Registers


@cache
def services() -> Services:
    """The services, read once."""
    file = Path(__file__).parent / "services.yaml"
    return Services.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
