"""Putting a file in a workspace by hand, its mapping in gemeente.yaml, and taking it back.

A file and its mapping appear together or not at all. What stood there before is kept until it is
certain that nobody wants it back.
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatch
from hashlib import file_digest
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap

from geodata.reading import write_used_columns
from pipelines.build import OBSERVATIONS
from pipelines.faults import NothingToBuildError
from pipelines.intake import UPLOAD_SUFFIXES, look_at, source_of
from pipelines.workspace import (
    AREA_SUFFIXES,
    NOT_DATA,
    Workspace,
    kind_by_name,
    open_workspace,
    write_gemeente,
)

__all__ = ["Contents", "contents", "last_put_in", "put_in", "stored_name", "take_back",
           "write_gemeente"]  # fmt: skip

UNDO_FOLDER = ".undo"
MOST_UNDOS = 5
LOCK = ".levering.lock"
SECONDS_FOR_A_TURN = 10
LONGEST_NAME = 100


@dataclass(frozen=True)
class Contents:
    """What a workspace holds so far. `files`: name and kind (`areas` for a map), in order of name;
    `missing`: what a build still needs, of gemeente, areas, population and observations; `wrong`:
    what is wrong with gemeente.yaml, language -> message.
    """

    gemeentecode: str | None
    naam: str | None
    files: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]
    wrong: dict[str, str] | None = None


def contents(folder: Path) -> Contents:
    """Look in a workspace, however little is in it."""
    if not (folder / "gemeente.yaml").is_file():
        return Contents(None, None, (), ("gemeente", "areas", "population", "observations"))
    try:
        workspace = open_workspace(folder)
    except NothingToBuildError as fault:
        wrong = {"nl": fault.message_nl, "en": fault.message_en}
        return Contents(None, None, (), (), wrong)
    kinds = {source.kind for source in workspace.tables}
    missing = [
        *([] if workspace.areas else ["areas"]),
        *([] if "population" in kinds else ["population"]),
        *([] if kinds & set(OBSERVATIONS) else ["observations"]),
    ]
    files = [(source.path.name, source.kind) for source in workspace.tables]
    files += [(path.name, "areas") for path in workspace.areas]
    gemeente = workspace.gemeente
    return Contents(gemeente.gemeentecode, gemeente.naam, tuple(sorted(files)), tuple(missing))


def stored_name(name: str, kind: str, year: int | None = None) -> str:
    """The name under which a file is kept: letters, digits and some signs, so that it can lead
    nowhere and means the same to everybody. A map gets the name that a map must have, with its
    `year` when that stands nowhere else. Raises NothingToBuildError.
    """
    path = Path(name.replace("\\", "/").rsplit("/", 1)[-1])
    stem = re.sub(r"[^\w.+-]+", "_", path.stem).strip("._")[:LONGEST_NAME]
    suffix = path.suffix.lower()
    if kind == "areas":
        stem = stem if stem.lower().startswith("areas") else f"areas-{stem}".rstrip("-")
        stem, suffix = (f"{stem}-{year}" if year else stem), ".gpkg"
    if not stem or suffix not in UPLOAD_SUFFIXES or f"{stem}{suffix}" in NOT_DATA:
        raise NothingToBuildError(
            "Deze bestandsnaam kan niet. Geef het bestand een andere naam.",
            "This file name cannot be used. Give the file another name.",
        )
    return f"{stem}{suffix}"


def put_in(
    folder: Path, path: Path, name: str, kind: str, mapping: dict[str, Any] | None, moment: datetime
) -> None:
    """Put a file in the workspace as `name` (see `stored_name`). `mapping` goes into gemeente.yaml
    under its own `file` (a name or a pattern), in the place of the entry that has that already;
    with None, gemeente.yaml stays as it is. Of a map only the columns that are used are kept.
    `take_back` undoes it. Raises NothingToBuildError.
    """
    if mapping is not None:
        source_of(path, mapping)  # a mapping that cannot be is not written
    if look_at(path).refused:
        raise NothingToBuildError(f"{name} mag niet naar binnen.", f"{name} may not come in.")
    with _turn(folder):
        before = open_workspace(folder)
        undo = _keep_what_is_there(folder, name, moment)
        try:
            unfinished = undo / f"new{Path(name).suffix}"
            if kind == "areas":
                write_used_columns(path, unfinished)
            else:
                shutil.copyfile(path, unfinished)
            unfinished_yaml = undo / "new.yaml"
            text = (folder / "gemeente.yaml").read_text(encoding="utf-8-sig")
            unfinished_yaml.write_text(
                text if mapping is None else _with_mapping(text, mapping), encoding="utf-8"
            )
            after = {name: _sha256(unfinished), "gemeente.yaml": _sha256(unfinished_yaml)}
            (undo / "after.json").write_text(json.dumps(after), encoding="utf-8")
            os.replace(unfinished, folder / name)
            os.replace(unfinished_yaml, folder / "gemeente.yaml")
            _require_as_meant(before, open_workspace(folder), name, kind)
        except BaseException:
            _restore(folder, undo)
            raise
        for old in _undos(folder)[:-MOST_UNDOS]:
            shutil.rmtree(old)


def last_put_in(folder: Path) -> str | None:
    """The name of the file that `take_back` would take back."""
    undos = _undos(folder)
    return (undos[-1] / "name").read_text(encoding="utf-8") if undos else None


def take_back(folder: Path) -> str | None:
    """Undo the last `put_in`: the file and gemeente.yaml are as they were. Gives the file's name;
    None when there is nothing to undo. Raises NothingToBuildError when either was changed since,
    because that change would be lost.
    """
    with _turn(folder):
        undos = _undos(folder)
        if not undos:
            return None
        undo = undos[-1]
        name = (undo / "name").read_text(encoding="utf-8")
        after = json.loads((undo / "after.json").read_text(encoding="utf-8"))
        for changed, expected in after.items():
            now = _sha256(folder / changed)
            if now not in (expected, _sha256(undo / "before" / changed)):
                raise NothingToBuildError(
                    f"{changed} is daarna nog veranderd. Terugnemen zou dat wissen; doe het met de "
                    "hand.",
                    f"{changed} was changed after that. Taking back would undo it; do it by hand.",
                )
        _restore(folder, undo)
    return name


@contextmanager
def _turn(folder: Path) -> Iterator[None]:
    """One at a time: two people who save at once would lose one of the two mappings."""
    try:
        with FileLock(folder / LOCK, timeout=SECONDS_FOR_A_TURN):
            yield
    except Timeout as fault:
        raise NothingToBuildError(
            "Iemand anders levert nu ook aan. Probeer het zo nog eens.",
            "Somebody else is delivering too. Try again in a moment.",
        ) from fault


def _keep_what_is_there(folder: Path, name: str, moment: datetime) -> Path:
    undo = folder / UNDO_FOLDER / f"{moment:%Y%m%dT%H%M%S%f}"
    (undo / "before").mkdir(parents=True)
    for old in (folder / name, folder / "gemeente.yaml"):
        if old.is_file():
            shutil.copy2(old, undo / "before" / old.name)
    (undo / "name").write_text(name, encoding="utf-8")
    return undo


def _restore(folder: Path, undo: Path) -> None:
    for old in ((undo / "name").read_text(encoding="utf-8"), "gemeente.yaml"):
        kept = undo / "before" / old
        if kept.is_file():
            os.replace(kept, folder / old)
        else:
            (folder / old).unlink(missing_ok=True)
    shutil.rmtree(undo)


def _undos(folder: Path) -> list[Path]:
    """What can be taken back, oldest first."""
    found = (folder / UNDO_FOLDER).glob("*")
    return sorted(path for path in found if (path / "after.json").is_file())


def _require_as_meant(before: Workspace, after: Workspace, name: str, kind: str) -> None:
    """Whether the file in its place is what it was put in as, and every other file what it was.
    Raises NothingToBuildError.
    """
    was, now = _taken_for(before), _taken_for(after)
    if now.get(name, ("", None))[0] != kind:
        raise NothingToBuildError(
            f"{name} zou voor iets anders worden gehouden dan u koos. Geef het bestand een andere "
            "naam.",
            f"{name} would be taken for something else than you chose. Give the file another name.",
        )
    other = next((n for n, taken in was.items() if n != name and now.get(n) != taken), None)
    if other is not None:
        raise NothingToBuildError(
            f"Deze vertaling zou ook gelden voor {other}, dat nu anders wordt gelezen. Kies een "
            "naam waar dat bestand niet onder valt.",
            f"This mapping would also hold for {other}, which is read in another way now. Choose a "
            "name that does not cover that file.",
        )


def _taken_for(workspace: Workspace) -> dict[str, tuple[str, str | None]]:
    """Name -> kind, and the pattern under which gemeente.yaml describes it."""
    found: dict[str, tuple[str, str | None]] = {
        source.path.name: (source.kind, source.mapping.file if source.mapping else None)
        for source in workspace.tables
    }
    return found | {path.name: ("areas", None) for path in workspace.areas}


def needs_no_mapping(name: str, kind: str, mapping: dict[str, Any]) -> bool:
    """Whether a mapping says nothing that the name and the columns do not say already."""
    said = {key for key, value in mapping.items() if value and key not in ("file", "as", "columns")}
    own_names = all(ours == theirs.casefold() for ours, theirs in mapping["columns"].items())
    return not said and own_names and kind_by_name(Path(name)) == kind


def pattern_for(name: str) -> str:
    """The pattern of next week's file: the same name with other digits."""
    path = Path(name)
    return re.sub(r"[0-9][0-9w_-]*", "*", path.stem, flags=re.IGNORECASE) + path.suffix


def fits(name: str, pattern: str) -> bool:
    """Whether a file of this name falls under the pattern, as `open_workspace` looks at it."""
    return fnmatch(name.lower(), pattern.lower()) and not pattern.lower().endswith(AREA_SUFFIXES)


def _with_mapping(text: str, mapping: dict[str, Any]) -> str:
    """gemeente.yaml with this entry under sources, in the place of an older one of the same file;
    everything else, comments too, stays as it is.
    """
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 4096
    content = yaml.load(text) or CommentedMap()
    entry = CommentedMap({key: value for key, value in mapping.items() if value})
    entry.move_to_end("file", last=False)
    sources = content.get("sources") or []
    content["sources"] = sources
    places = [place for place, one in enumerate(sources) if one.get("file") == mapping["file"]]
    if places:
        sources[places[0]] = entry
    else:
        sources.append(entry)
    out = io.StringIO()
    yaml.dump(content, out)
    return out.getvalue()


def _sha256(path: Path) -> str:
    """Of a file; of one that is not there, nothing."""
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
