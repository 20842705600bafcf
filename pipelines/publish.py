"""Builds as files: each build is a new one, a pointer names the one that counts, old ones are
pruned by a rule.

    WORKSPACE/warehouse/build-20261120T101500Z.duckdb    one per build
    WORKSPACE/warehouse/current                          the id of the build that counts
    WORKSPACE/warehouse/last_run.json                    how the last run went, also when it failed

A build is written under another name (.partial) and gets its own only when it is whole, so that a
reader never sees half a build, whenever a run is stopped.
"""

from __future__ import annotations

import json
import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

# Goes up when a table that is read from a build changes or is new: an older build is then refused
# with a clear message, rather than failing on some screen.
BUILD_FORMAT = "6"

WAREHOUSE = "warehouse"
POINTER = "current"
LAST_RUN = "last_run.json"
SUFFIX = ".duckdb"
PARTIAL = ".partial"

# The rule for pruning: the newest builds, and of each earlier month the last one, for a year.
KEEP_NEWEST = 5
KEEP_MONTHS = 12
# Half a build of a run that was stopped; a run in progress is never this old.
PARTIAL_MAXIMUM_AGE = timedelta(days=1)


def warehouse_folder(workspace: Path) -> Path:
    """Where the builds of a workspace are."""
    return workspace / WAREHOUSE


def build_path(workspace: Path, build_id: str) -> Path:
    """The file of one build."""
    return warehouse_folder(workspace) / f"{build_id}{SUFFIX}"


def new_build_id(workspace: Path, now: datetime) -> str:
    """An id that no build has yet: the UTC time, and a number when that second already has one."""
    stem = f"build-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    folder = warehouse_folder(workspace)
    folder.mkdir(exist_ok=True)
    number = 1
    while True:
        build_id = stem if number == 1 else f"{stem}-{number}"
        try:
            # claims the id: two runs at once get different ones
            (folder / f"{build_id}{SUFFIX}{PARTIAL}.claim").touch(exist_ok=False)
        except FileExistsError:
            number += 1
            continue
        if not build_path(workspace, build_id).exists():
            return build_id
        _remove(folder / f"{build_id}{SUFFIX}{PARTIAL}.claim")
        number += 1


def partial_path(workspace: Path, build_id: str) -> Path:
    """Where a build is written until it is whole."""
    return warehouse_folder(workspace) / f"{build_id}{SUFFIX}{PARTIAL}"


def publish(workspace: Path, build_id: str) -> None:
    """Give a whole build its name, then move the pointer to it."""
    partial = partial_path(workspace, build_id)
    with partial.open("rb+") as file:
        os.fsync(file.fileno())
    os.replace(partial, build_path(workspace, build_id))
    point_to(workspace, build_id)


def point_to(workspace: Path, build_id: str) -> None:
    """Let a whole build be the one that counts."""
    _write_at_once(warehouse_folder(workspace) / POINTER, build_id + "\n")


def discard(workspace: Path, build_id: str) -> None:
    """Remove what a run left behind: its half build, its claim, its scratch files."""
    for path in warehouse_folder(workspace).glob(f"{build_id}{SUFFIX}{PARTIAL}*"):
        _remove(path)


def current_build_id(workspace: Path) -> str | None:
    """The build that counts; None when there is none (yet)."""
    try:
        build_id = (warehouse_folder(workspace) / POINTER).read_text(encoding="utf-8").strip()
    except OSError:
        return None
    return build_id if build_id and build_path(workspace, build_id).is_file() else None


def build_ids(workspace: Path) -> list[str]:
    """All whole builds, newest first."""
    return sorted(
        (path.stem for path in warehouse_folder(workspace).glob(f"build-*{SUFFIX}")), reverse=True
    )


def prune(workspace: Path, now: datetime) -> list[str]:
    """Remove builds that the rule does not keep, and half builds of runs that were stopped. Gives
    the removed ids.
    """
    kept = set(builds_to_keep(build_ids(workspace))) | {current_build_id(workspace) or ""}
    removed = []
    for build_id in build_ids(workspace):
        if build_id not in kept and _remove(build_path(workspace, build_id)):
            removed.append(build_id)
    oldest = (now - PARTIAL_MAXIMUM_AGE).timestamp()
    for pattern in (f"build-*{SUFFIX}{PARTIAL}*", f".{POINTER}.*", f".{LAST_RUN}.*"):
        for path in warehouse_folder(workspace).glob(pattern):
            if _changed_before(path, oldest):
                _remove(path)
    return removed


def builds_to_keep(newest_first: list[str]) -> list[str]:
    """The rule for pruning, on ids alone."""
    keep = newest_first[:KEEP_NEWEST]
    months: list[str] = []
    for build_id in newest_first:
        month = build_id.removeprefix("build-")[:6]
        if month not in months and len(months) < KEEP_MONTHS:
            months.append(month)
            keep.append(build_id)
    return sorted(set(keep), reverse=True)


def write_last_run(workspace: Path, run: dict[str, Any]) -> None:
    """Record how a run goes, for the screens."""
    folder = warehouse_folder(workspace)
    folder.mkdir(exist_ok=True)
    _write_at_once(folder / LAST_RUN, json.dumps(run, ensure_ascii=False, indent=1) + "\n")


def read_last_run(workspace: Path) -> dict[str, Any] | None:
    """How the last run went; None when there was none or its record cannot be read."""
    try:
        run = json.loads((warehouse_folder(workspace) / LAST_RUN).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return run if isinstance(run, dict) else None


def _write_at_once(path: Path, text: str) -> None:
    """Write a file so that a reader sees the old text or the new one, never a part."""
    scratch = path.with_name(f".{path.name}.{os.getpid()}")
    with scratch.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(scratch, path)


def _changed_before(path: Path, moment: float) -> bool:
    """Whether a file was last changed before a moment; not so when another run has just removed
    it.
    """
    try:
        return path.stat().st_mtime < moment
    except FileNotFoundError:
        return False


def _remove(path: Path) -> bool:
    """Remove a file; False when somebody has it open (Windows): a later run removes it then."""
    try:
        if path.is_dir():  # where DuckDB puts what does not fit in memory
            shutil.rmtree(path)
        path.unlink(missing_ok=True)
    except PermissionError:
        return False
    return True
