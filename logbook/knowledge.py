"""The closed lists and periods of this room, read once and checked."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict

FOLDER = Path(__file__).parent


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Lists(_Strict):
    """lists.yaml."""

    status: str
    reference: dict[str, str]
    last_checked: date
    criterion: tuple[str, ...]
    phase: tuple[str, ...]
    source_kind: tuple[str, ...]
    scheidslijn: tuple[str, ...]
    agenda_kind: tuple[str, ...]
    measure_status: tuple[str, ...]
    look_back_result: tuple[str, ...]


class Weeks(_Strict):
    """A number of weeks with where it comes from."""

    value: int
    status: str
    reference: dict[str, str]


class Minimum(_Strict):
    """The smallest number on which something is said, with where it comes from."""

    value: int
    status: str
    reference: dict[str, str]


class RetentionRule(_Strict):
    """How long the subjects of some kinds are kept. what: subject = all of it, withdrawn = all of
    it where it was withdrawn, note = only the free text.
    """

    rule: str
    kinds: tuple[str, ...]
    what: Literal["subject", "withdrawn", "note"]
    keep_weeks: int
    status: str
    reference: dict[str, str]


class Rules(_Strict):
    """rules.yaml."""

    version: str
    last_checked: date
    confirmed_phase_weeks: Weeks
    track_record_minimum: Minimum
    audit_weeks: Weeks
    backup_weeks: Weeks
    retention: tuple[RetentionRule, ...]


@cache
def lists() -> Lists:
    """The closed lists."""
    return Lists.model_validate(_read("lists.yaml"))


@cache
def rules() -> Rules:
    """The periods."""
    return Rules.model_validate(_read("rules.yaml"))


def _read(name: str) -> Any:
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
