"""A copy of all that a workspace cannot make again by itself, and the way back.

    FOLDER/wijkpuls-20261121T020000Z/
        files/          what the gemeente delivered
        warehouse/      the build that counts, with its pointer
        logbook.sqlite  as it was at one moment
        manifest.json   name to SHA-256 of every file

The older builds are not in it: from the same files with the same reference date comes the same
result. A copy is written under another name and gets its own only when it is whole.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from datetime import UTC, datetime, timedelta
from hashlib import file_digest
from pathlib import Path

from logbook.copying import copy_logbook, logbook_file
from pipelines import publish
from pipelines.faults import NothingToBuildError

MANIFEST, LOGBOOK, FILES = "manifest.json", "logbook.sqlite", "files"
_STAMP = "%Y%m%dT%H%M%SZ"
_NAME = re.compile(r"wijkpuls-(\d{8}T\d{6}Z)")


def save(workspace: Path, folder: Path, now: datetime, with_logbook: bool = True) -> Path:
    """Make a copy; gives its folder. A logbook in PostgreSQL has a way of its own, and is left out
    by with_logbook=False. Raises NothingToBuildError and LogbookError.
    """
    if not (workspace / "gemeente.yaml").is_file():
        raise NothingToBuildError(
            f"In {workspace} staat geen gemeente.yaml. Controleer de map van de gemeente.",
            f"There is no gemeente.yaml in {workspace}. Check the folder of the gemeente.",
        )
    whole = folder / f"wijkpuls-{now.astimezone(UTC):{_STAMP}}"
    partial = whole.with_name(f".{whole.name}.part")
    shutil.rmtree(partial, ignore_errors=True)
    (partial / FILES).mkdir(parents=True)
    try:
        for path in sorted(workspace.iterdir()):
            if path.is_file() and not path.name.startswith("."):
                shutil.copy2(path, partial / FILES / path.name)
        if with_logbook:
            copy_logbook(workspace, partial / LOGBOOK)
        build_id = publish.current_build_id(workspace)
        if build_id:
            warehouse = publish.warehouse_folder(partial)
            warehouse.mkdir()
            shutil.copy2(publish.build_path(workspace, build_id), warehouse)
            publish.point_to(partial, build_id)
        sums = {name: _sha256(partial / name) for name in _names(partial)}
        (partial / MANIFEST).write_text(json.dumps(sums, indent=1) + "\n", encoding="utf-8")
        os.replace(partial, whole)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return whole


def tidy(folder: Path, keep_weeks: int, now: datetime) -> list[str]:
    """Remove the copies that are older than they are kept, never the newest; gives their names.
    Whatever else is in the folder stays.
    """
    copies = sorted(path for path in folder.iterdir() if _NAME.fullmatch(path.name))
    first_kept = f"wijkpuls-{now.astimezone(UTC) - timedelta(weeks=keep_weeks):{_STAMP}}"
    old = [path for path in copies[:-1] if path.name < first_kept and (path / MANIFEST).is_file()]
    for path in old:
        shutil.rmtree(path)
    return [path.name for path in old]


def restore(copy: Path, workspace: Path) -> int:
    """Put a copy into a folder that is new or empty; gives the number of files. Nothing is put
    there when a file of the copy is missing or was changed. Raises NothingToBuildError.
    """
    _check_copy(copy)
    if workspace.exists() and any(workspace.iterdir()):
        raise NothingToBuildError(
            f"De map {workspace} is niet leeg. Zet de kopie in een nieuwe map en kijk haar na.",
            f"The folder {workspace} is not empty. Put the copy into a new folder and look at it.",
        )
    target = logbook_file(workspace)
    if target.exists():
        raise NothingToBuildError(
            f"Er is al een logboek: {target}. Er is niets teruggezet.",
            f"There is a logbook already: {target}. Nothing was restored.",
        )
    workspace.mkdir(parents=True, exist_ok=True)
    for name in _names(copy):
        if name == MANIFEST:
            continue
        place = target if name == LOGBOOK else workspace / name.removeprefix(f"{FILES}/")
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(copy / name, place)
    return len(_names(copy)) - 1


def _check_copy(copy: Path) -> None:
    try:
        sums = json.loads((copy / MANIFEST).read_text(encoding="utf-8"))
        is_whole = {*sums, MANIFEST} == set(_names(copy)) and all(
            _sha256(copy / name) == wanted for name, wanted in sums.items()
        )
    except (OSError, ValueError, TypeError):
        is_whole = False
    if not is_whole:
        raise NothingToBuildError(
            f"De kopie in {copy} is niet heel, of is veranderd. Er is niets gewijzigd.",
            f"The copy in {copy} is not whole or was changed. Nothing was restored.",
        )


def _names(folder: Path) -> list[str]:
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
