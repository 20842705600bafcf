"""Numbers that were converted from another division say so in every format and at every level, and
give nothing away that is hidden.
"""

import csv
import io
import json
from contextlib import closing
from datetime import date, timedelta

import pytest

from briefings.document import texts_of
from briefings.making import document, make
from briefings.model import PROTECTED
from briefings.reading import Reader
from indicators import load_knowledge
from language import texts_for
from pipelines import read_model
from tests.unit.briefings.conftest import request_of, texts_in
from tests.unit.briefings.test_attack import OtherNumbers
from tests.unit.pipelines.changed_areas import A, C, P, Q, R, S, T, U, V, files, population
from tests.unit.pipelines.row_maker import incident
from tests.unit.pipelines.workspace_maker import HEADERS, built, csv_text, write_workspace

KNOWLEDGE = load_knowledge()
NL, EN = texts_for("nl"), texts_for("en")
TABLES = ("csv", "xlsx", "gpkg", "geojson")
SPLIT = "omgerekend, geschat deel 100%"
WHOLE = "omgerekend, geschat deel 0%"
RESIDENTS = f"aantal inwoners {SPLIT}"


@pytest.fixture(scope="module")
def build(tmp_path_factory):
    """Registers and residents of 2015 only; incidents on the map. Of C a part is withheld."""
    folder = tmp_path_factory.mktemp("converted") / "ws"
    counted = [[c, n] for n, c in enumerate([P, Q, S, T, U, V], start=10)] + [[R, None]]
    registers = [["47022NED", "2024-12", code, "1", count] for code, count in counted]
    events = [
        incident(date(2025, 1, 6) + timedelta(days=n), code, "burenruzie")
        for n in range(150)
        for code in (A, C)
    ]
    own = {
        "population.csv": population([P, Q, R, S, T, U, V], 2025),
        "registrations.csv": csv_text(HEADERS["registrations"], registers),
        "incidents.csv": csv_text(HEADERS["incidents"], events),
    }
    write_workspace(folder, kinds=("signals",), files={**files(), **own})
    built(folder)
    with closing(read_model.open_current(folder)) as opened:
        yield opened


@pytest.fixture(scope="module")
def week(build):
    return build.newest_complete_week()


@pytest.fixture(scope="module")
def reader(build):
    return Reader(build, KNOWLEDGE)


@pytest.mark.parametrize("format", TABLES)
def test_every_table_marks_registers_and_residents(reader, week, tmp_path, format):
    content = make(NL, KNOWLEDGE, reader, request_of("intern", week=week), format)
    text = texts_in(content, format, tmp_path)
    assert f"geteld op een andere wijkindeling; {SPLIT}" in text
    assert f"geteld op een andere wijkindeling; {WHOLE}" in text
    assert RESIDENTS in text
    english = make(EN, KNOWLEDGE, reader, request_of("intern", week=week), format)
    assert "converted, estimated part 100%" in texts_in(english, format, tmp_path)


def test_the_rows_say_which_number_and_how_much(reader, week):
    content = make(NL, KNOWLEDGE, reader, request_of("intern", week=week), "csv")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    found = {row["wijkcode"]: row for row in rows if row["figure_id"] == "47022NED 1"}
    assert found[A]["value"] == "8" and found[A]["estimated_pct"] == "100"
    assert found[C]["status"] == "withheld" and found[C]["value"] == ""
    assert found[C]["precision"] == f"tussen 11 en 18; {WHOLE}"
    rates = [r for r in rows if r["wijkcode"] == A and "inwoners" in r["unit"] and r["value"]]
    assert rates and {row["residents_estimated_pct"] for row in rates} == {"100"}


@pytest.mark.parametrize("level", ["intern", *PROTECTED])
def test_a_rate_over_converted_residents_says_so_at_every_level(reader, week, level):
    shown = "\n".join(texts_of(document(NL, KNOWLEDGE, reader, request_of(level, A, week=week))))
    assert RESIDENTS in shown
    content = make(NL, KNOWLEDGE, reader, request_of(level, week=week), "geojson")
    [one] = [f["properties"] for f in json.loads(content)["features"] if f["id"] == A]
    assert one["residents_origin"] == SPLIT and one["residents_estimated_pct"] == 100


def test_the_document_tells_what_was_converted(reader, week):
    shown = "\n".join(texts_of(document(NL, KNOWLEDGE, reader, request_of("intern", A, week=week))))
    assert "Van 1 van de 1 registers is het aantal omgerekend" in shown
    assert "Het geschatte deel is hoogstens 100%" in shown


@pytest.mark.parametrize("level", PROTECTED)
@pytest.mark.parametrize("format", ["csv", "geojson", "xlsx", "docx"])
def test_the_marks_give_nothing_away(build, reader, week, tmp_path, level, format):
    """With other numbers in every hidden cell the file is the same, and registers are not in it."""
    wijken = (A, C) if format == "docx" else ()
    request = request_of(level, *wijken, week=week)
    found = [
        texts_in(make(NL, KNOWLEDGE, one, request, format), format, tmp_path)
        for one in (reader, Reader(OtherNumbers(build), KNOWLEDGE))
    ]
    assert found[0] == found[1]
    assert "47022NED" not in found[0] and "geteld op een andere wijkindeling" not in found[0]
