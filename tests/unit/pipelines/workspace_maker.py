"""A small valid workspace, and the command line called in process, for the tests of this folder.

Three square wijken of 1 km in the open water of the IJsselmeer, so that nobody takes them for real:

    WK000101  x 150000-151000    WK000102  x 151000-152000    WK000103  x 152000-153000
    y 510000-511000, EPSG:28992

All dates lie in 2025, so that the tests do not depend on the day they run.
"""

import contextlib
import csv
import io
import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import duckdb
import pandas as pd

from pipelines import cli

X0, Y0, SIDE = 150_000, 510_000, 1_000
WIJKEN = ("WK000101", "WK000102", "WK000103")
NAMES = ("Waterhoek", "Middenplaat", "Oosterdiep")
AS_OF = "2025-06-29"  # a Sunday: the newest week is complete

GEMEENTE = {"contract": 1, "gemeentecode": "GM0001", "naam": "Testplaats", "fictief": True}

Cell = str | int | float | None
Row = Sequence[Cell]

HEADERS: dict[str, list[str]] = {
    "population": ["wijkcode", "jaar", "inwoners", "huishoudens"],
    "incidents": [
        "incident_id",
        "occurred_at",
        "category",
        "wijkcode",
        "group_dimension",
        "severity",
        "verified",
        "source",
    ],
    "surveys": [
        "wave",
        "fieldwork_end",
        "respondent_id",
        "wijkcode",
        "weight",
        "item_id",
        "answer",
    ],
    "survey_results": ["wave", "fieldwork_end", "wijkcode", "item_id", "n", "value", "se"],
    "signals": [
        "signal_id",
        "observed_on",
        "wijkcode",
        "criterion",
        "level",
        "reporter",
        "source_kind",
        "confirmed",
        "scheidslijn",
        "nothing_to_report",
    ],
    "registrations": ["register", "period", "wijkcode", "kind", "count"],
    "agenda": ["date", "until", "wijkcode", "kind", "title", "expected_impact"],
    "reporters": ["reporter", "source_kind", "wijkcode", "every_weeks", "from", "until"],
    "offer": ["title", "kind", "wijken", "target_group", "from", "until"],
}

ROWS: dict[str, list[Row]] = {
    "population": [
        ["WK000101", 2025, 1000, 500],
        ["WK000102", 2025, 2000, 900],
        ["WK000103", 2025, 4000, 1800],
    ],
    "incidents": [
        ["m1", "2025-06-02", "geluidsoverlast", "WK000101", "onbekend", "licht", "nee", "meldpunt"],
        [
            "m2",
            "2025-06-10 14:30",
            "overlast_jeugd",
            "WK000101",
            "onbekend",
            "licht",
            "nee",
            "meldpunt",
        ],
        ["m3", "2025-06-16", "burenruzie", "WK000102", "onbekend", "licht", "nee", "meldpunt"],
        ["m4", "2025-06-23", "vernieling", "WK000103", "ja", "ernstig", "ja", "politie"],
        ["m5", "2025-06-29", "overig", "WK000103", "nee", "licht", "nee", "politie"],
    ],
    "surveys": [
        ["2025", "2025-05-30", "r1", "WK000101", 1, "thuisgevoel", 4],
        ["2025", "2025-05-30", "r2", "WK000101", 1, "thuisgevoel", 2],
        ["2025", "2025-05-30", "r3", "WK000102", 1, "cohesie", 6.5],
    ],
    "survey_results": [
        ["2025", "2025-05-30", "WK000101", "cohesie", 80, 6.1, 0.2],
        ["2025", "2025-05-30", "WK000102", "thuisgevoel", 90, 61.5, 5],
        ["2025", "2025-05-30", "WK000103", "ergernis_leefregels", 75, 40, None],
    ],
    "signals": [
        [
            "s1",
            "2025-06-04",
            "WK000101",
            "C5",
            1,
            "jongerenwerk-water",
            "jongerenwerk",
            "nee",
            "jong-oud",
            "nee",
        ],
        [
            "s2",
            "2025-06-18",
            "WK000101",
            "C7",
            2,
            "opbouwwerk-water",
            "opbouwwerk",
            "ja",
            None,
            "nee",
        ],
        [
            "s3",
            "2025-06-25",
            "WK000102",
            None,
            None,
            "jongerenwerk-midden",
            "jongerenwerk",
            "nee",
            None,
            "ja",
        ],
    ],
    "registrations": [
        ["47022NED", "2025-04", "WK000101", "1.1.1", 3],
        ["47022NED", "2025-05", "WK000101", "1.1.1", 5],
        ["47022NED", "2025-05", "WK000102", "1.1.1", None],
        ["47022NED", "2025-05", "WK000103", "1.1.1", 0],
    ],
    "agenda": [
        ["2025-06-20", "2025-06-21", "WK000101", "bijeenkomst", "Buurtdag", 1],
        ["2025-07-15", None, None, "besluit", "Nieuwe wegen", 2],
    ],
    "reporters": [
        ["jongerenwerk-water", "jongerenwerk", "WK000101", 1, "2025-01-06", None],
        ["jongerenwerk-midden", "jongerenwerk", "WK000102", 4, "2025-01-06", None],
    ],
    "offer": [
        ["Taalcafé", "taalmaatje", "WK000101 WK000102", "nieuwe-bewoners", "2025-01-06", None],
        ["Sleutelfiguren", "sleutelfigurennetwerk", None, None, None, "2026-12-31"],
    ],
}


def square(index: int, rows: int = 1) -> list[list[list[float]]]:
    """Coordinates of one square wijk, RD metres."""
    left, right = X0 + index * SIDE, X0 + (index + 1) * SIDE
    ring = [(left, Y0), (right, Y0), (right, Y0 + SIDE), (left, Y0 + SIDE), (left, Y0)]
    return [[[float(x), float(y)] for x, y in ring]]


def areas_text(wijken: Sequence[str] = WIJKEN, jaar: int = 2025) -> str:
    """areas.geojson with square wijken."""
    features = [
        {
            "type": "Feature",
            "properties": {"wijkcode": code, "wijknaam": (*NAMES, code)[min(i, 3)], "jaar": jaar},
            "geometry": {"type": "Polygon", "coordinates": square(i)},
        }
        for i, code in enumerate(wijken)
    ]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}
    return json.dumps({"type": "FeatureCollection", "crs": crs, "features": features})


def csv_text(
    header: Sequence[str], rows: Iterable[Row], separator: str = ",", line: str = "\n"
) -> str:
    """Rows as CSV; None is empty."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator=line)
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def table_text(kind: str, extra: Iterable[Row] = (), **options: str) -> str:
    """A valid CSV file of one kind, with rows added."""
    return csv_text(HEADERS[kind], [*ROWS[kind], *extra], **options)


def gemeente_text(**more: Any) -> str:
    """gemeente.yaml (JSON is YAML)."""
    return json.dumps({**GEMEENTE, **more}, ensure_ascii=False)


def write_workspace(
    folder: Path,
    kinds: Iterable[str] = (
        "population",
        "incidents",
        "signals",
        "surveys",
        "survey_results",
        "reporters",
    ),
    files: Mapping[str, str | bytes | None] | None = None,
) -> Path:
    """Write a valid workspace with these kinds, then lay `files` over it (None takes a file away)."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "gemeente.yaml").write_text(gemeente_text(), encoding="utf-8")
    (folder / "areas.geojson").write_text(areas_text(), encoding="utf-8")
    for kind in kinds:
        (folder / f"{kind}.csv").write_text(table_text(kind), encoding="utf-8")
    for name, content in (files or {}).items():
        path = folder / name
        if content is None:
            path.unlink(missing_ok=True)
        elif isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_bytes(content.encode("utf-8"))
    return folder


@dataclass(frozen=True)
class Answer:
    """What a call of the command line gave."""

    code: int
    out: str
    err: str

    @property
    def text(self) -> str:
        """All that the user saw, on one line."""
        return " ".join((self.out + " " + self.err).split())


def call(*arguments: object) -> Answer:
    """Call `python -m pipelines` in process."""
    out, err = io.StringIO(), io.StringIO()
    code = 0
    words = ["python -m pipelines", *(str(argument) for argument in arguments)]
    with (
        mock.patch("sys.argv", words),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            cli.main()
        except SystemExit as stop:
            code = int(stop.code or 0)
    answer = Answer(code, out.getvalue(), err.getvalue())
    assert "Traceback" not in answer.text, answer.text
    return answer


def built(workspace: Path, *arguments: object) -> Answer:
    """Run a build that has to succeed."""
    answer = call("run", workspace, *arguments)
    assert answer.code == 0, answer.text
    return answer


def newest(workspace: Path) -> Path:
    """The file of the build that counts."""
    build_id = (workspace / "warehouse" / "current").read_text("utf-8").strip()
    return workspace / "warehouse" / f"{build_id}.duckdb"


def ask(workspace: Path, question: str, *values: object) -> pd.DataFrame:
    """A question to the published build."""
    with duckdb.connect(str(newest(workspace)), read_only=True) as connection:
        return connection.execute(question, list(values)).df()


def rows(workspace: Path, table: str, order: str = "ALL") -> list[tuple[Any, ...]]:
    """All rows of one published table."""
    with duckdb.connect(str(newest(workspace)), read_only=True) as connection:
        return connection.execute(f'FROM "{table}" ORDER BY {order}').fetchall()


def counts(workspace: Path) -> dict[str, tuple[int, int, int, int]]:
    """Per file of the published build: rows in, used, rejected, ignored."""
    frame = ask(workspace, "FROM sources")
    return {
        row.file: (
            int(row.rows_in),
            int(row.rows_used),
            int(row.rows_rejected),
            int(row.rows_ignored),
        )
        for row in frame.itertuples()
    }


def printed_counts(answer: Answer) -> dict[str, tuple[int, int, int, int]]:
    """Per file the counts that `check` or `run` printed; checks that they add up."""
    found = {}
    for line in answer.out.splitlines()[1:]:
        parts = line.rsplit(maxsplit=4)
        if len(parts) < 5 or not all(part.isdigit() for part in parts[1:]):
            break
        numbers = tuple(int(part) for part in parts[1:])
        assert numbers[0] == sum(numbers[1:]), line
        found[parts[0].split()[0]] = numbers
    totals = found.pop("totaal" if "totaal" in found else "total")
    assert totals == tuple(map(sum, zip(*found.values(), strict=True)))
    return found  # type: ignore[return-value]


def copy_of(workspace: Path, folder: Path) -> Path:
    """A copy to change."""
    shutil.copytree(workspace, folder)
    return folder


def bytes_found(folder: Path, needle: str | bytes) -> list[str]:
    """Files under a folder that hold these bytes."""
    wanted = needle if isinstance(needle, bytes) else needle.encode("utf-8")
    return [
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and wanted in path.read_bytes()
    ]
