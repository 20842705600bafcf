"""A workspace: the folder with a gemeente's files and the gemeente.yaml that says how to read
them.
"""

from __future__ import annotations

import csv
import os
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from indicators import load_knowledge
from pipelines.contracts import contract
from pipelines.faults import NothingToBuildError
from pipelines.mapping import SourceMapping

TABLE_SUFFIXES = (".csv", ".parquet", ".xlsx", ".json", ".sav")
AREA_SUFFIXES = (".gpkg", ".geojson", ".shp")
# Forms in which data are delivered too, but that are not read: somebody has to be told.
OTHER_SUFFIXES = (".xls", ".xlsm", ".xlsb", ".ods", ".tsv", ".txt", ".zip", ".gz")
NOT_DATA = ("gemeente.yaml", "truth.csv", "planted_faults.json")


# What PyYAML lets through besides its own errors, for text, depth and tags such as `!!bool onzin`.
NOT_YAML = (ValueError, RecursionError, AttributeError, LookupError)


class KnownGap(BaseModel):
    """A period of a register that was never published, so that its zeros are not zeros."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    kind: Literal["registrations"] = Field(alias="as")
    register_name: str = Field(alias="register")
    period: str
    reason: str = ""


class Gemeente(BaseModel):
    """gemeente.yaml."""

    model_config = ConfigDict(extra="forbid")

    contract: Literal[1]
    gemeentecode: str = Field(pattern=r"^(GM\d{4}|NL00)$")
    naam: str = Field(min_length=1, max_length=100)
    fictief: bool = False
    sources: list[SourceMapping] = []
    known_gaps: list[KnownGap] = []


@dataclass(frozen=True)
class SourceFile:
    """One delivered table: its path, what it is, and the mapping that applies (none when it
    follows the contract).
    """

    path: Path
    kind: str
    mapping: SourceMapping | None


@dataclass(frozen=True)
class Workspace:
    """The files of one gemeente, in the order in which they count as delivered (by name)."""

    folder: Path
    gemeente: Gemeente
    tables: tuple[SourceFile, ...]
    areas: tuple[Path, ...]
    not_recognised: tuple[Path, ...] = field(default=())
    unused_mappings: tuple[str, ...] = field(default=())

    def mapping_for(self, name: str) -> SourceMapping | None:
        """The mapping that a file of this name falls under. Raises NothingToBuildError when that is
        more than one.
        """
        return _mapping_for(name, self.gemeente.sources)


def open_workspace(folder: Path) -> Workspace:
    """Read gemeente.yaml and find the files. Raises NothingToBuildError with what is wrong and
    what to do.
    """
    if not folder.is_dir():
        raise NothingToBuildError(
            f"De map {folder} bestaat niet.", f"The folder {folder} does not exist."
        )
    gemeente = _read_gemeente(folder / "gemeente.yaml")
    category_files = {name for m in gemeente.sources if (name := m.categories_file)}
    tables: list[SourceFile] = []
    areas: list[Path] = []
    others: list[Path] = []
    for path in sorted(
        p for p in folder.iterdir() if p.is_file() and not p.name.startswith((".", "~$"))
    ):
        suffix = path.suffix.lower()
        mapping = _mapping_for(path.name, gemeente.sources)
        kind = mapping.kind if mapping else kind_by_name(path)
        if path.name in NOT_DATA or path.name in category_files:
            continue
        if suffix in TABLE_SUFFIXES and kind:
            tables.append(SourceFile(path, kind, mapping))
        elif suffix in AREA_SUFFIXES and path.stem.lower().startswith("areas"):
            areas.append(path)
        elif suffix in (*TABLE_SUFFIXES, *AREA_SUFFIXES, *OTHER_SUFFIXES):
            others.append(path)
    used = [source.mapping for source in tables]
    unused = tuple(mapping.file for mapping in gemeente.sources if mapping not in used)
    return Workspace(folder, gemeente, tuple(tables), tuple(areas), tuple(others), unused)


def write_gemeente(folder: Path, gemeentecode: str, naam: str) -> None:
    """Make gemeente.yaml for a folder that has none; the folder too. Raises NothingToBuildError."""
    path = folder / "gemeente.yaml"
    if path.exists():
        raise NothingToBuildError(
            f"In {folder} staat al een gemeente.yaml.", f"{folder} already has a gemeente.yaml."
        )
    content = {"contract": 1, "gemeentecode": gemeentecode.strip().upper(), "naam": naam.strip()}
    try:
        Gemeente.model_validate(content)
    except ValidationError as fault:
        raise NothingToBuildError(
            "Geef de CBS-code van de gemeente, zoals GM0106, en haar naam (hooguit 100 tekens).",
            "Give the CBS code of the gemeente, such as GM0106, and its name (at most 100 characters).",
        ) from fault
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".partial")
    unfinished.write_text(
        yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8"
    )
    os.replace(unfinished, path)


def kind_by_name(path: Path) -> str | None:
    """The kind whose pattern fits the file's name; survey_results goes before surveys."""
    stem = path.stem.lower()
    fitting = [name for name, kind in contract().kinds.items() if fnmatch(stem, kind.pattern)]
    return max(fitting, key=len) if fitting else None


def _mapping_for(name: str, mappings: list[SourceMapping]) -> SourceMapping | None:
    fitting = [mapping for mapping in mappings if fnmatch(name.lower(), mapping.file.lower())]
    if len(fitting) > 1:
        raise NothingToBuildError(
            f"gemeente.yaml beschrijft {name} meer dan een keer onder sources. Laat er een staan.",
            f"gemeente.yaml describes {name} more than once under sources. Keep one.",
        )
    return fitting[0] if fitting else None


def _read_gemeente(path: Path) -> Gemeente:
    if not path.is_file():
        raise NothingToBuildError(
            f"gemeente.yaml ontbreekt in {path.parent}. Maak dit bestand met contract, gemeentecode en naam.",
            f"gemeente.yaml is missing in {path.parent}. Make this file with contract, gemeentecode and naam.",
        )
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except (yaml.YAMLError, *NOT_YAML) as fault:
        mark = getattr(fault, "problem_mark", None)
        place_nl = f" (regel {mark.line + 1}, kolom {mark.column + 1})" if mark else ""
        place_en = f" (line {mark.line + 1}, column {mark.column + 1})" if mark else ""
        raise NothingToBuildError(
            f"gemeente.yaml is niet te lezen als YAML in UTF-8{place_nl}. Controleer inspringing en aanhalingstekens.",
            f"gemeente.yaml cannot be read as YAML in UTF-8{place_en}. Check its indentation and quotes.",
        ) from fault
    if not isinstance(content, dict):
        raise NothingToBuildError(
            "gemeente.yaml bevat geen lijst met namen en waarden (contract, gemeentecode, naam).",
            "gemeente.yaml does not hold names with values (contract, gemeentecode, naam).",
        )
    try:
        gemeente = Gemeente.model_validate(content)
    except ValidationError as fault:
        places = ", ".join(
            sorted(
                {".".join(str(part) for part in error["loc"]) or "?" for error in fault.errors()}
            )
        )
        raise NothingToBuildError(
            f"gemeente.yaml klopt niet bij: {places}. Zie docs/data-contract.md voor wat daar mag staan.",
            f"gemeente.yaml is not right at: {places}. See docs/data-contract.md for what may stand there.",
        ) from fault
    for mapping in gemeente.sources:
        if mapping.categories_file:
            own = read_categories(path.parent / mapping.categories_file)
            mapping.categories = {**own, **mapping.categories}
    _check_mappings(gemeente)
    return gemeente


def read_categories(path: Path) -> dict[str, str]:
    """A table of categories that an analyst keeps: two columns, theirs and ours, with a header.
    Raises NothingToBuildError.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            first = file.readline()
            separator = ";" if first.count(";") >= first.count(",") else ","
            rows = [row for row in csv.reader(file, delimiter=separator) if any(row)]
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        raise NothingToBuildError(
            f"De tabel met categorieën {path.name} is niet te lezen. Sla haar op als 'CSV UTF-8' in de map.",
            f"The table of categories {path.name} cannot be read. Save it as 'CSV UTF-8' in the folder.",
        ) from fault
    for number, row in enumerate(rows, start=2):
        if len(row) < 2 or not row[0].strip() or not row[1].strip():
            raise NothingToBuildError(
                f"{path.name}, rij {number}: er horen twee kolommen te staan, hun categorie en de onze.",
                f"{path.name}, row {number}: there should be two columns, their category and ours.",
            )
    return {row[0].strip(): row[1].strip() for row in rows}


def _check_mappings(gemeente: Gemeente) -> None:
    """A mapping may only name columns and categories that exist."""
    for mapping in gemeente.sources:
        known = set(contract().kinds[mapping.kind].column_names)
        unknown = sorted({*mapping.columns, *mapping.defaults, *mapping.values} - known)
        if unknown:
            raise NothingToBuildError(
                f"gemeente.yaml vertaalt voor {mapping.file} naar kolommen die niet bestaan: {', '.join(unknown)}.",
                f"gemeente.yaml maps {mapping.file} to columns that do not exist: {', '.join(unknown)}.",
            )
        items = {i.source.item for i in load_knowledge().indicators.values() if i.source.item}
        unknown = sorted(set(mapping.items) - items)
        if unknown:
            raise NothingToBuildError(
                f"gemeente.yaml noemt voor {mapping.file} vragen die niet bestaan: {', '.join(unknown)}.",
                f"gemeente.yaml names questions for {mapping.file} that do not exist: {', '.join(unknown)}.",
            )
        delivered = {category.lower() for category in mapping.categories.values()}
        categories = sorted(delivered - set(load_knowledge().categories))
        if categories:
            raise NothingToBuildError(
                f"gemeente.yaml vertaalt voor {mapping.file} naar categorieën die niet bestaan: {', '.join(categories)}.",
                f"gemeente.yaml maps {mapping.file} to categories that do not exist: {', '.join(categories)}.",
            )
