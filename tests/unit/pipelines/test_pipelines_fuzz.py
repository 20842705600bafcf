"""Malformed bytes in every place a file can stand: a message, never a traceback, and never
half a build.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.unit.pipelines.workspace_maker import (
    AS_OF,
    HEADERS,
    Answer,
    areas_text,
    built,
    call,
    copy_of,
    gemeente_text,
    newest,
    printed_counts,
    table_text,
    write_workspace,
)

REPOSITORY = Path(__file__).parents[3]
# A fifth of what the profile asks: each example reads a whole workspace.
FIFTH = max(6, settings.default.max_examples // 5) if settings.default else 10
EXAMPLES = settings(
    max_examples=FIFTH,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
HEADER = ",".join(HEADERS["incidents"])
GOOD_ROW = "m1,2025-06-02,overig,WK000101,nee,licht,nee,meldpunt"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a good build; each example lays one file over it and takes it away again."""
    made = write_workspace(
        tmp_path_factory.mktemp("fuzz") / "ws", kinds=["population", "incidents"]
    )
    built(made, "--as-of", AS_OF)
    return made


def sane(answer: Answer) -> None:
    """What holds for every answer: an exit code for the user, a message for people, counts that
    add up.
    """
    assert answer.code in (0, 2), answer.text
    assert "Traceback" not in answer.text
    if answer.code == 2:
        assert answer.out == "" and answer.err.strip()
    else:
        assert printed_counts(answer)


def throw(folder: Path, name: str, content: bytes, command: str = "check") -> Answer:
    """Lay a file over the workspace, call a command, and put the workspace back."""
    path = folder / name
    before = path.read_bytes() if path.exists() else None
    build, phases = newest(folder), newest(folder).read_bytes()
    path.write_bytes(content)
    try:
        answer = call(command, folder)
        sane(answer)
        assert build.read_bytes() == phases
        assert newest(folder).is_file()
        if command == "check" or answer.code == 2:
            assert newest(folder) == build
        left = [p.name for p in (folder / "warehouse").iterdir() if "partial" in p.name]
        assert left == []
        return answer
    finally:
        if before is None:
            path.unlink()
        else:
            path.write_bytes(before)


CELL = st.one_of(
    st.sampled_from(
        [
            '"',
            '""',
            "'",
            ";",
            ",",
            "\n",
            "\r",
            "\r\n",
            "\t",
            "\x00",
            "\ufeff",
            "\u2028",
            " ",
            "|",
            "\\",
            "%",
            "{{",
            "NULL",
        ]
    ),
    st.text(max_size=6),
    st.sampled_from(
        [
            "2025-06-02",
            "WK000101",
            "overig",
            "1",
            "-1",
            "9" * 40,
            "1e999",
            "0x10",
            "2025-06-02T25:00",
            "+31",
        ]
    ),
)
CSV_TEXT = st.lists(CELL, max_size=40).map("".join)


@EXAMPLES
@given(
    text=CSV_TEXT,
    kind=st.sampled_from(sorted(HEADERS)),
    encoding=st.sampled_from(["utf-8", "utf-16", "cp1252", "utf-8-sig"]),
)
@example(text='"', kind="incidents", encoding="utf-8")
@example(text="\r", kind="incidents", encoding="utf-8")
@example(text="\ufeff\ufeff", kind="surveys", encoding="utf-8")
@example(text='a,"b\n', kind="signals", encoding="utf-16")
def test_any_text_as_a_table(folder: Path, text: str, kind: str, encoding: str) -> None:
    throw(folder, f"{kind}.csv", text.encode(encoding, errors="replace"))


@EXAMPLES
@given(
    cells=st.lists(CELL, max_size=25), separator=st.sampled_from([",", ";"]), at=st.integers(0, 3)
)
@example(cells=['"'], separator=",", at=1)
@example(cells=["\r"], separator=",", at=1)
@example(cells=["\x00"], separator=",", at=2)
def test_any_text_among_good_rows(folder: Path, cells: list[str], separator: str, at: int) -> None:
    """The good rows beside it are not lost, and each line is a row or a part of one."""
    lines = [HEADER, *(GOOD_ROW.replace("m1", f"x{n}") for n in range(3))]
    lines = [line.replace(",", separator) for line in lines]
    lines.insert(at + 1, "".join(cells))
    content = "\n".join(lines).encode("utf-8", errors="replace")
    answer = throw(folder, "incidents-x.csv", content)
    rows_in, used, rejected, ignored = printed_counts(answer)["incidents-x.csv"]
    assert rows_in == used + rejected + ignored
    is_refused = "incidents-x.csv: " in answer.out
    if not is_refused:
        assert rows_in >= 3
        if not set("".join(cells)) & set('"'):
            assert used >= 3


@EXAMPLES
@given(
    content=st.binary(max_size=300),
    suffix=st.sampled_from(["csv", "xlsx", "parquet"]),
    start=st.sampled_from([b"", b"PK\x03\x04", b"PAR1", b"\xff\xfe", HEADER.encode() + b"\n"]),
)
def test_any_bytes_as_a_table(folder: Path, content: bytes, suffix: str, start: bytes) -> None:
    throw(folder, f"incidents-x.{suffix}", start + content)


YAML_PIECE = st.sampled_from(
    [
        "contract: 1\n",
        "gemeentecode: GM0001\n",
        "naam: x\n",
        "fictief: ja\n",
        "sources:\n",
        "- file: '*.csv'\n",
        "  as: incidents\n",
        "  columns: {a: b}\n",
        "&a ",
        "*a",
        "[",
        "]",
        "{",
        "}",
        ": ",
        "- ",
        "\n",
        "  ",
        "!!int ",
        "!!bool x",
        "!!timestamp x",
        "? ",
        "|",
        ">",
        "'",
        '"',
        "%YAML 9.9\n",
        "---\n",
        "...\n",
        "<<: ",
        "2025-13-45",
        "0o9",
        "1e400",
        "~",
        "\t",
        "\x85",
        "#",
    ]
)


@EXAMPLES
@given(pieces=st.lists(st.one_of(YAML_PIECE, st.text(max_size=4)), max_size=20))
@example(pieces=["!!bool x"])
@example(pieces=["!!timestamp x"])
@example(pieces=["!!int ''"])
@example(pieces=["? [a]\n: b"])
def test_any_text_as_gemeente_yaml(folder: Path, pieces: list[str]) -> None:
    throw(folder, "gemeente.yaml", "".join(pieces).encode("utf-8", errors="replace"))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


@EXAMPLES
@given(
    key=st.sampled_from(
        ["contract", "gemeentecode", "naam", "fictief", "sources", "known_gaps", "iets"]
    ),
    value=JSON,
)
def test_any_value_in_gemeente_yaml(folder: Path, key: str, value: object) -> None:
    throw(folder, "gemeente.yaml", gemeente_text(**{key: value}).encode("utf-8", errors="replace"))


SOURCE_KEYS = st.sampled_from(
    ["file", "as", "columns", "categories", "defaults", "crs", "encoding"]
)


@EXAMPLES
@given(change=st.dictionaries(SOURCE_KEYS, JSON, max_size=2))
@example(change={"encoding": "rot13"})
@example(change={"encoding": "utf-16"})
@example(change={"columns": {"category": "category", "severity": "category"}})
@example(change={"defaults": {"x": "1", "y": "1"}})
def test_any_value_in_a_mapping(folder: Path, change: dict[str, object]) -> None:
    source = {"file": "incidents.csv", "as": "incidents"} | change
    throw(
        folder, "gemeente.yaml", gemeente_text(sources=[source]).encode("utf-8", errors="replace")
    )


COORDINATE = st.one_of(
    st.floats(), st.integers(-(10**20), 10**20), st.none(), st.text(max_size=3), st.just(150_000.5)
)


@EXAMPLES
@given(
    kind=st.sampled_from(
        ["Polygon", "MultiPolygon", "Point", "LineString", "GeometryCollection", "Onzin", None]
    ),
    coordinates=st.recursive(COORDINATE, lambda inner: st.lists(inner, max_size=4), max_leaves=12),
    code=st.one_of(
        st.sampled_from(["WK000101", "WK000199", "", "x"]),
        st.none(),
        st.integers(),
        st.text(max_size=8),
    ),
    jaar=st.one_of(st.integers(), st.none(), st.text(max_size=4), st.floats()),
)
def test_any_geometry_among_the_wijken(
    folder: Path, kind: str | None, coordinates: object, code: object, jaar: object
) -> None:
    areas = json.loads(areas_text())
    areas["features"].append(
        {
            "type": "Feature",
            "properties": {"wijkcode": code, "wijknaam": "x", "jaar": jaar},
            "geometry": {"type": kind, "coordinates": coordinates},
        }
    )
    throw(folder, "areas.geojson", json.dumps(areas).encode("utf-8", errors="replace"))


@EXAMPLES
@given(
    content=st.binary(max_size=200),
    start=st.sampled_from(
        [
            b"",
            b"SQLite format 3\x00",
            b'{"type": "FeatureCollection", "features": [',
            b"\x00\x00\x27\x0a",
        ]
    ),
    suffix=st.sampled_from(["geojson", "gpkg", "shp"]),
)
def test_any_bytes_as_an_area_file(folder: Path, content: bytes, start: bytes, suffix: str) -> None:
    """Beside a good area file, and in its place."""
    throw(folder, f"areas_2.{suffix}", start + content)


@settings(EXAMPLES, max_examples=FIFTH // 2)
@given(text=CSV_TEXT, kind=st.sampled_from(["incidents", "signals", "surveys", "reporters"]))
def test_a_build_of_any_text(folder: Path, text: str, kind: str) -> None:
    throw(
        folder,
        f"{kind}.csv",
        (table_text(kind) + text).encode("utf-8", errors="replace"),
        command="run",
    )


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("gemeente.yaml", b"\xff\xfe\x00!!bool x"),
        ("incidents-x.csv", b'"' * 999),
        ("areas.geojson", b'{"type": "FeatureCollection", "features": [{}]}'),
        ("population.csv", bytes(range(256))),
    ],
)
def test_in_a_process_of_its_own(folder: Path, tmp_path: Path, name: str, content: bytes) -> None:
    """What libraries print by themselves reaches the user too, so this looks at the real
    streams.
    """
    copy = copy_of(folder, tmp_path / "ws")
    (copy / name).write_bytes(content)
    done = subprocess.run(
        [sys.executable, "-m", "pipelines", "run", str(copy)],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    sane(Answer(done.returncode, done.stdout, done.stderr))
    assert "Warning" not in done.stderr
    expected = 0 if name == "incidents-x.csv" else 2
    assert done.returncode == expected, done.stderr
