"""The yardstick of the national build: DuckDB loads the same files into tables, nothing else.

    python -m benchmarks.load_only WORKSPACE

Prints two numbers, from opening the database to having it closed on disk: seconds on the clock and
seconds of processor. The start of Python is not in it.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import duckdb

#: Every kind of file of the national workspace, as its names begin.
KINDS = ("incidents", "surveys", "signals", "registrations", "population", "reporters", "agenda")
LOAD = (Path(__file__).parent / "sql" / "load.sql").read_text(encoding="utf-8")


def load(workspace: Path) -> tuple[float, float]:
    """Load every kind of file into its own table of a database on disk."""
    # beside the workspace, so that both databases are written to the same disk
    with tempfile.TemporaryDirectory(dir=workspace.parent) as folder:
        started, started_cpu = time.perf_counter(), time.process_time()
        with duckdb.connect(str(Path(folder) / "load.duckdb")) as connection:
            for kind in KINDS:
                connection.execute(LOAD.format(kind=kind, files=workspace / f"{kind}*.csv"))
        return time.perf_counter() - started, time.process_time() - started_cpu


if __name__ == "__main__":
    print(*load(Path(sys.argv[1]).resolve()))
