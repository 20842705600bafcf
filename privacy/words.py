"""The word lists of this room, read once and checked."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict

FOLDER = Path(__file__).parent


def plain(text: str) -> str:
    """Small letters without accents; as many characters as before."""
    return "".join(
        (unicodedata.normalize("NFD", character)[0] if character.isalpha() else character)
        for character in text
    ).casefold()


def _split(value: Any) -> Any:
    return tuple(value.split()) if isinstance(value, str) else tuple(value)


Words = Annotated[tuple[str, ...], BeforeValidator(_split)]


class _Dated(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    status: Literal["assumption", "derived", "sourced"]
    reference: dict[str, str]
    last_checked: Any


class NameLists(_Dated):
    """names.yaml."""

    first_names: Words
    first_names_also_words: Words
    surnames: Words
    surnames_also_words: Words
    openers: Words
    places: Words

    @property
    def sure(self) -> frozenset[str]:
        """Names also without a capital."""
        return frozenset({*self.first_names, *self.surnames}) - self.with_capital

    @property
    def with_capital(self) -> frozenset[str]:
        """Names only with a capital."""
        return frozenset({*self.first_names_also_words, *self.surnames_also_words})


class WordLists(_Dated):
    """words.yaml."""

    birth_years_before: int
    titles_of_persons: Words
    titles_of_families: Words
    no_name_after_title: Words
    particles: Words
    telling_particles: tuple[str, ...]
    words_before_a_name: Words
    persons: Words
    looks: Words
    conditions: Words
    ways_to_point: Words
    habits: Words
    groups: Words
    groups_only_with_capital: Words
    group_adjectives: Words
    words_for_people: Words
    neutral_groups: Words
    visitors: Words
    houses_of_prayer: Words
    street_endings: Words
    name_place_endings: Words
    amounts: Words


@cache
def names() -> NameLists:
    """The names that are recognised."""
    return NameLists.model_validate(_read("names.yaml"))


@cache
def words() -> WordLists:
    """The words that are recognised."""
    return WordLists.model_validate(_read("words.yaml"))


def neutral_groups() -> tuple[str, ...]:
    """The words for groups that say nothing about origin, religion or politics."""
    return words().neutral_groups


@cache
def groups_pattern() -> re.Pattern[str]:
    """A whole plain word that names a group; a star in the list stands for anything."""
    parts = (re.escape(word).replace(r"\*", ".*") for word in words().groups)
    return re.compile("|".join(f"(?:{part})" for part in parts))


def _read(name: str) -> Any:
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
