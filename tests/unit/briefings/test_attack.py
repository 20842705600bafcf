"""An attack by subtraction on every export of one build: formats, weeks and levels together.

The attacker has every protected file and knows how they are made. The build exists twice: as it is,
and with other numbers in every cell that is hidden. An equation succeeds when it gives the hidden
number in both; a lucky guess is right in one of them at most.
"""

import csv
import io
import json
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations

import docx
import openpyxl
import pytest

from briefings import disclosure, gis
from briefings.disclosure import policy
from briefings.making import make
from briefings.model import PROTECTED
from briefings.reading import Reader
from indicators import load_knowledge
from language import texts_for
from tests.unit.briefings.conftest import WEEK, request_of, texts_in

KNOWLEDGE = load_knowledge()
NL = texts_for("nl")
WEEKS = [WEEK - timedelta(weeks=back) for back in (0, 1, 3, 4, 5, 14)]
FORMATS = ("csv", "xlsx", "geojson", "gpkg", "docx")
# Slow to write, and made from the same cells: of the newest week only.
SLOW = ("xlsx", "gpkg", "docx")

Key = tuple[str, str, str, str]  # wijk, figure, first day, last day


@dataclass(frozen=True)
class Cell:
    """What one file says about one figure."""

    status: str
    n: float | None
    value: float | None
    gemeente_n: float | None
    residents: float | None


class OtherNumbers:
    """A build in which every hidden number is another one."""

    def __init__(self, build):
        self._build = build
        self.residents = dict(
            zip(build.wijken()["wijkcode"], build.wijken()["inwoners"], strict=True)
        )

    def __getattr__(self, name):
        return getattr(self._build, name)

    def figures(self, week):
        frame = self._build.figures(week).copy()
        is_survey = frame["wave"].notna()
        values = policy().values
        small = ~is_survey & (frame["n"] < values.minimum_count.value)
        frame.loc[small, "n"] = (frame.loc[small, "n"] + 3) % values.minimum_count.value
        rate = small & frame["value"].notna()
        frame.loc[rate, "value"] = 1000.0 * frame.loc[rate, "n"] / frame.loc[rate, "inwoners"]
        few = is_survey & (frame["n"] < values.minimum_answers.value)
        frame.loc[few, "value"] = (frame.loc[few, "value"] + 31) % 100
        frame.loc[few, "n"] = frame.loc[few, "n"] // 2 + 1
        return frame

    def coverage(self, week):
        frame = self._build.coverage(week).copy()
        small = frame["expected"] < policy().values.minimum_count.value
        frame.loc[small, "expected"] = (frame.loc[small, "expected"] + 2) % 8
        return frame

    def reasons(self, code, week):
        frame = self._build.reasons(code, week).copy()
        small = (frame["channel"] == "gezien") & (frame["n"] < 8)
        frame.loc[small, "n"] = (frame.loc[small, "n"] + 3) % 8
        return frame


def exports(build) -> dict[tuple[str, str, str], bytes]:
    """Every protected file: (level, week, format) -> bytes."""
    reader = Reader(build, KNOWLEDGE)
    return {
        (level, str(week), format): make(
            NL, KNOWLEDGE, reader, request_of(level, *codes, week=week), format
        )
        for level in PROTECTED
        for week in WEEKS
        for format in FORMATS
        if week == WEEK or format not in SLOW
        # Word shows the figures of wijken one by one, the others of all at once.
        for codes in [reader.codes()[:5] if format == "docx" else ()]
    }


def number(text) -> float | None:
    return None if text in (None, "") else float(str(text).replace(",", "."))


def cells(files, residents) -> dict[Key, list[Cell]]:
    """Every figure that a program can read from the files."""
    found: dict[Key, list[Cell]] = defaultdict(list)

    def add(row) -> None:
        key = (row["wijkcode"], row["figure_id"], str(row["first_day"]), str(row["last_day"]))
        found[key].append(
            Cell(
                row["status"],
                number(row.get("n")),
                number(row.get("value")),
                number(row.get("gemeente_n")),
                residents.get(row["wijkcode"]),
            )
        )

    for (_level, _week, format), content in files.items():
        if format == "csv":
            for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"):
                if row["part"] == "figure":
                    add(row)
        elif format == "geojson":
            for feature in json.loads(content)["features"]:
                for row in feature["properties"]["figures"]:
                    add({**row, "wijkcode": feature["id"]})
        elif format == "xlsx":
            rows = list(openpyxl.load_workbook(io.BytesIO(content))["Cijfers"].values)
            head = next(place for place, row in enumerate(rows) if row[0] == "wijkcode")
            for row in rows[head + 1 :]:
                named = dict(zip(rows[head], row, strict=True))
                for name in ("first_day", "last_day"):
                    named[name] = named[name].date() if named[name] else None
                add(named)
    return found


def truth(build) -> dict[Key, float]:
    """The hidden counts: what the attacker is after."""
    hidden = {}
    for name, indicator in KNOWLEDGE.indicators.items():
        if indicator.source.kind != "incidents":
            continue
        for week in WEEKS:
            end = disclosure.block_end(week, indicator.window_weeks)
            frame = build.figures(end)
            for row in frame[frame["indicator_id"] == name].itertuples():
                if row.n < policy().values.minimum_count.value:
                    first, last = row.period_start.date(), row.period_end.date()
                    hidden[(row.wijkcode, name, str(first), str(last))] = float(row.n)
    return hidden


def answers(target: Key, found: dict[Key, list[Cell]]):
    """What every equation that the attacker can set up says about one hidden cell."""
    wijk, figure, first, last = target
    same = found.get(target, [])
    # another format, level or week that shows the same cell
    for cell in same:
        yield "elsewhere", cell.n
        if cell.value is not None and cell.residents:
            yield "rate x residents", cell.value * cell.residents / 1000
    # the gemeente minus what is shown of the other wijken
    others = {key[0]: cells[0] for key, cells in found.items() if key[1:] == target[1:]}
    totals = {cell.gemeente_n for cells in found.values() for cell in cells}
    shown = sum(cell.n or 0 for code, cell in others.items() if code != wijk)
    hidden = sum(cell.n is None for cell in others.values())
    for total in totals - {None}:
        yield "total - shown", total - shown
        if hidden:
            yield "total - shown, shared", (total - shown) / hidden
    # two windows of the same wijk that overlap
    windows = {key[2:]: cells[0].n for key, cells in found.items() if key[:2] == (wijk, figure)}
    for n_one, n_two in combinations(windows.values(), 2):
        yield "week - week", None if n_one is None or n_two is None else n_one - n_two


def successes(build, files_of) -> tuple[int, int]:
    """Equations tried, and those that are right whatever the hidden number is."""
    other = OtherNumbers(build)
    worlds = [(truth(world), cells(files_of(world), other.residents)) for world in (build, other)]
    tried = right = 0
    assert len(worlds[0][0]) > 20
    for target, real in worlds[0][0].items():
        pairs = zip(answers(target, worlds[0][1]), answers(target, worlds[1][1]), strict=True)
        for (_name, first), (_same, second) in pairs:
            tried += 1
            is_right = [
                said is not None and abs(said - hidden) < 0.5
                for said, hidden in ((first, real), (second, worlds[1][0][target]))
            ]
            right += all(is_right)
    return tried, right


@pytest.fixture(scope="module")
def real_files(build):
    return exports(build)


@pytest.fixture(scope="module")
def other_files(build):
    return exports(OtherNumbers(build))


def test_every_export_is_the_same_whatever_the_hidden_numbers_are(
    real_files, other_files, tmp_path
):
    for key, content in real_files.items():
        format = key[2]
        found = [texts_in(made, format, tmp_path) for made in (content, other_files[key])]
        assert found[0] == found[1], key


def test_subtraction_never_gives_a_hidden_number(build, real_files, other_files, capsys):
    tried, right = successes(build, lambda world: real_files if world is build else other_files)
    with capsys.disabled():
        print(f"\n{tried} equations over {len(real_files)} files, {right} successes")
    assert tried > 500
    assert right == 0


def test_the_attack_sees_a_leak(build, monkeypatch):
    """Where a hidden cell keeps its rate, the same attack succeeds: the test can fail."""
    protect = disclosure.protect

    def leaky(figures, residents, shares=frozenset()):
        figures = list(figures)
        return [
            replace(shown, value=raw.value) if shown.kind == "count" else shown
            for raw, shown in zip(figures, protect(figures, residents, shares), strict=True)
        ]

    monkeypatch.setattr(disclosure, "protect", leaky)
    monkeypatch.setattr("tests.unit.briefings.test_attack.FORMATS", ("geojson",))
    tried, right = successes(build, exports)
    assert right > 0


def test_levels_and_formats_agree_on_every_cell(real_files, build):
    residents = OtherNumbers(build).residents
    for key, found in cells(real_files, residents).items():
        assert len({(cell.status, cell.n, cell.value) for cell in found}) == 1, key


def test_word_has_no_number_that_the_tables_hide(real_files):
    hidden = 0
    for (_level, _week, format), content in real_files.items():
        if format != "docx":
            continue
        for table in docx.Document(io.BytesIO(content)).tables:
            for row in table.rows:
                texts = [cell.text for cell in row.cells]
                if len(texts) == 7 and texts[1].startswith("verborgen"):
                    hidden += 1
                    assert texts[3].startswith(("minder dan", "ongeveer")), texts
    assert hidden > 5


def test_the_geopackage_reads_as_the_others(real_files, tmp_path):
    content = real_files[("openbaar", str(WEEK), "gpkg")]
    text = texts_in(content, "gpkg", tmp_path)
    assert "suppressed" in text and gis.RD == "EPSG:28992"
    assert date.fromisoformat(str(WEEK)) == WEEK
