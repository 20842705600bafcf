"""What the benchmarks share: a command with its time and memory, medians, tables in Markdown."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
GIB = 2**30
#: Marks a folder that may be written over and whose builds may be removed.
MARKER = ".made-by-benchmarks"


@dataclass(frozen=True)
class Run:
    """One command: seconds on the clock and of processor, and the most memory it held."""

    wall_s: float
    cpu_s: float
    peak_bytes: int
    output: str


def measured(*arguments: str) -> Run:
    """Run Python with these arguments in a fresh process. Stops with its message when it fails.

    A process counts its memory from the size of the one that started it, so keep the caller small.
    """
    started = time.perf_counter()
    command = [sys.executable, *arguments]
    with tempfile.TemporaryFile("w+") as said, tempfile.TemporaryFile("w+") as errors:
        process = subprocess.Popen(command, cwd=ROOT, stdout=said, stderr=errors)
        _, status, used = os.wait4(process.pid, 0)
        wall_s = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        errors.seek(0)
        output, complaints = said.read(), errors.read()
    if process.returncode != 0:
        sys.exit(f"{' '.join(arguments)} gave exit code {process.returncode}\n{complaints}")
    # Linux gives kilobytes, macOS bytes
    unit = 1 if sys.platform == "darwin" else 1024
    return Run(wall_s, used.ru_utime + used.ru_stime, used.ru_maxrss * unit, output)


def published(workspace: Path) -> Path:
    """The file of the build that counts in a workspace."""
    folder = workspace / "warehouse"
    return folder / f"{(folder / 'current').read_text(encoding='utf-8').strip()}.duckdb"


def middle(values: Sequence[float]) -> float:
    """The median: one slow run on a busy machine does not count for more than one run."""
    return float(median(values))


def table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A table in Markdown."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def verdict(holds: bool) -> str:
    """Whether a target holds."""
    return "holds" if holds else "DOES NOT HOLD"


def machine() -> str:
    """One line on the circumstances: processors, memory, and how busy the machine is."""
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    load = os.getloadavg()[0]
    return f"{os.cpu_count()} cores, {pages / GIB:.0f} GiB, load average {load:.1f}"
