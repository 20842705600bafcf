"""Every kind of bad row of the contract: named by file, row and column, never by its value;
the rest goes on.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from tests.unit.pipelines.workspace_maker import (
    AS_OF,
    HEADERS,
    ROWS,
    WIJKEN,
    Answer,
    Cell,
    Row,
    ask,
    built,
    call,
    counts,
    csv_text,
    printed_counts,
    write_workspace,
)

NEW_ROW: dict[str, Row] = {
    "population": ["WK000101", "", 900, 400],
    "incidents": ["", "2025-06-03", "burenruzie", "WK000101", "nee", "licht", "nee", "meldpunt"],
    "surveys": ["2025", "2025-05-30", "", "WK000101", 1, "thuisgevoel", 4],
    "survey_results": ["", "2025-05-30", "WK000101", "cohesie", 80, 6.1, 0.2],
    "signals": [
        "",
        "2025-06-04",
        "WK000101",
        "C5",
        1,
        "wijkteam-water",
        "welzijn",
        "nee",
        None,
        "nee",
    ],
    "registrations": ["", "2025-04", "WK000101", "1.1.1", 3],
    "agenda": ["2025-06-20", "2025-06-21", "WK000101", "bijeenkomst", "", 1],
    "reporters": ["", "welzijn", "WK000101", 1, "2025-01-06", None],
    "offer": ["", "buurttuin", "WK000101 WK000102", "ouderen", "2025-02-01", "2025-12-31"],
}
# The column that makes a new row a row of its own.
OWN = {
    "population": "jaar",
    "incidents": "incident_id",
    "surveys": "respondent_id",
    "survey_results": "wave",
    "signals": "signal_id",
    "registrations": "register",
    "agenda": "title",
    "reporters": "reporter",
    "offer": "title",
}
DATE = ("geen bestaande datum", "not an existing date")
FUTURE = ("na de peildatum", "after the reference date")
NUMBER = ("geen getal", "not a number")
WHOLE = ("geen geheel getal", "not a whole number")
NEGATIVE = ("kleiner dan 0", "below 0")
NOT_LISTED = ("niet in de lijst", "not in the list")
NOT_IN_CATALOGUE = ("niet in de catalogus", "not in the catalogue")
NO_CODE = ("geen CBS-wijkcode", "not a CBS wijk code")
ELSEWHERE = ("niet in het kaartbestand", "not in the area file")
EMPTY = ("is leeg", "is empty")
LEVEL = ("0, 1, 2 of 3", "0, 1, 2 or 3")
WEIGHT = ("groter zijn dan 0", "above 0")
SCALE = ("schaal", "scale")


@dataclass(frozen=True)
class Bad:
    """One bad cell: the kind of file, the column, what is delivered, what the message has to
    say.
    """

    kind: str
    column: str
    value: Cell
    says: tuple[str, str]
    named: bool = False  # an unknown code may be repeated in the message, so that it can be mended
    also: tuple[tuple[str, Cell], ...] = ()  # other cells of the same row

    def row(self, number: int) -> list[Cell]:
        """The whole row, with a key of its own."""
        cells = dict(zip(HEADERS[self.kind], NEW_ROW[self.kind], strict=True))
        own = 2001 + number % 90 if self.kind == "population" else f"{self.kind}-welzijn-{number}"
        cells[OWN[self.kind]] = own
        cells |= {self.column: self.value, **dict(self.also)}
        return [cells[name] for name in HEADERS[self.kind]]


BAD = [
    Bad("population", "wijkcode", "geheimwijk", NO_CODE),
    Bad("population", "wijkcode", "WK999999", ELSEWHERE, named=True),
    Bad("population", "wijkcode", None, EMPTY),
    Bad("population", "jaar", "19x6geheim", WHOLE),
    Bad("population", "jaar", 1850, ("jaartal tussen 2000 en 2100", "between 2000 and 2100")),
    Bad("population", "inwoners", "geheimveel", WHOLE),
    Bad("population", "inwoners", -77123, NEGATIVE),
    Bad("population", "inwoners", "771.23", WHOLE),
    Bad("population", "huishoudens", -77124, NEGATIVE),
    Bad("incidents", "incident_id", None, EMPTY),
    Bad("incidents", "occurred_at", "2025-02-30", DATE),
    Bad("incidents", "occurred_at", "30-06-2025", DATE),
    Bad("incidents", "occurred_at", "geheimdag", DATE),
    Bad("incidents", "occurred_at", "2025-06-03 25:61", DATE),
    Bad("incidents", "occurred_at", "2025-06-30", FUTURE),
    Bad("incidents", "occurred_at", "2999-01-01", FUTURE),
    Bad("incidents", "occurred_at", "1899-12-31", ("vóór 2000", "before 2000")),
    Bad("incidents", "category", "geheimcategorie", ("onbekend", "unknown"), named=True),
    Bad("incidents", "category", None, EMPTY),
    Bad("incidents", "wijkcode", "WK12", NO_CODE),
    Bad("incidents", "wijkcode", "WK036300", ELSEWHERE, named=True),
    Bad("incidents", "wijkcode", None, ("plaats ontbreekt", "place is missing")),
    Bad("incidents", "group_dimension", "geheimgroep", NOT_LISTED),
    Bad("incidents", "severity", "zeergeheim", NOT_LISTED),
    Bad("incidents", "verified", "geheimmisschien", NOT_LISTED),
    Bad("surveys", "wave", None, EMPTY),
    Bad("surveys", "fieldwork_end", "31-12-2024", DATE),
    Bad("surveys", "fieldwork_end", "2025-07-01", FUTURE),
    Bad("surveys", "wijkcode", "WK036301", ELSEWHERE, named=True),
    Bad("surveys", "weight", 0, WEIGHT),
    Bad("surveys", "weight", -1.25, WEIGHT),
    Bad("surveys", "weight", "geheimzwaar", NUMBER),
    Bad("surveys", "weight", "inf", NUMBER),
    Bad("surveys", "weight", "nan", NUMBER),
    Bad("surveys", "item_id", "geheimvraag", NOT_LISTED, named=True),
    Bad("surveys", "answer", "geheimantwoord", NUMBER),
    Bad("surveys", "answer", 6, SCALE),
    Bad("surveys", "answer", 0, SCALE),
    Bad("surveys", "answer", 3.5, SCALE),
    Bad("surveys", "answer", 11, SCALE, also=(("item_id", "cohesie"),)),
    Bad("surveys", "answer", 2, SCALE, also=(("item_id", "discriminatie_ervaren"),)),
    Bad("survey_results", "n", -77125, NEGATIVE),
    Bad("survey_results", "n", None, EMPTY),
    Bad("survey_results", "n", 80.5, WHOLE),
    Bad("survey_results", "value", 10.5, SCALE),
    Bad("survey_results", "value", 100.5, SCALE, also=(("item_id", "thuisgevoel"),)),
    Bad("survey_results", "value", -0.25, SCALE, also=(("item_id", "thuisgevoel"),)),
    Bad("survey_results", "value", "geheimwaarde", NUMBER),
    Bad("survey_results", "se", -77126, NEGATIVE),
    Bad("survey_results", "fieldwork_end", "2025-13-01", DATE),
    Bad("signals", "signal_id", None, EMPTY),
    Bad("signals", "observed_on", "2025-06-31", DATE),
    Bad("signals", "observed_on", "2025-07-14", FUTURE),
    Bad("signals", "wijkcode", None, EMPTY),
    Bad("signals", "criterion", "C15", ("bestaat niet", "does not exist"), named=True),
    Bad("signals", "criterion", None, EMPTY),
    Bad("signals", "level", 4, LEVEL),
    Bad("signals", "level", -1, LEVEL),
    Bad("signals", "level", 1.5, WHOLE),
    Bad("signals", "level", None, EMPTY),
    Bad("signals", "reporter", None, EMPTY),
    Bad("signals", "source_kind", "geheimdienst", NOT_LISTED, named=True),
    Bad(
        "signals",
        "scheidslijn",
        "geheimegroep-anderegroep",
        ("Noem nooit een groep", "Never name a group"),
    ),
    Bad("signals", "confirmed", "geheimja", NOT_LISTED),
    Bad(
        "signals",
        "nothing_to_report",
        "ja",
        ("blijven criterium en niveau leeg", "criterion and level stay empty"),
    ),
    Bad("registrations", "period", "2025-13", ("geen maand", "not a month")),
    Bad("registrations", "period", "mei geheim", ("geen maand", "not a month")),
    Bad("registrations", "period", "2025-08", FUTURE),
    Bad("registrations", "period", "2026", FUTURE),
    Bad("registrations", "count", -77127, NEGATIVE),
    Bad("registrations", "count", "<5geheim", WHOLE),
    Bad("registrations", "count", 99999999999, WHOLE),
    Bad("registrations", "kind", None, EMPTY),
    Bad("registrations", "wijkcode", None, ("plaats ontbreekt", "place is missing")),
    Bad("agenda", "date", "2025-02-29", DATE),
    Bad("agenda", "until", "2025-06-19", ("vóór de eerste", "before the first")),
    Bad("agenda", "kind", "geheimfeest", NOT_LISTED, named=True),
    Bad("agenda", "title", None, EMPTY),
    Bad("agenda", "expected_impact", 7, LEVEL),
    Bad("agenda", "wijkcode", "WK036302", ELSEWHERE, named=True),
    Bad("reporters", "every_weeks", 0, ("1 of hoger", "1 or higher")),
    Bad("reporters", "every_weeks", "geheimvaak", WHOLE),
    Bad("reporters", "from", "geheimvandaag", DATE),
    Bad("reporters", "until", "2024-12-31", ("vóór de eerste", "before the first")),
    Bad("reporters", "source_kind", "geheimbron", NOT_LISTED, named=True),
    Bad("offer", "title", None, EMPTY),
    Bad("offer", "kind", None, EMPTY),
    Bad(
        "offer",
        "kind",
        "geheimaanbod",
        ("niet in de catalogus", "not in the catalogue"),
        named=True,
    ),
    Bad("offer", "wijken", "WK000101 geheimwijk", NO_CODE),
    Bad("offer", "wijken", " , ; ", NO_CODE),
    Bad("offer", "wijken", "WK000101 WK036303", ELSEWHERE, named=True),
    Bad("offer", "target_group", "geheimegroep", NOT_LISTED, named=True),
    Bad("offer", "from", "2025-02-30", DATE),
    Bad("offer", "until", "geheimeind", DATE),
    Bad("offer", "until", "2025-01-31", ("vóór de eerste", "before the first")),
]
PLACES: list[
    tuple[Bad, str, int]
] = []  # each bad cell with its file and its row as a spreadsheet shows it


def _contents() -> dict[str, str]:
    """One file per kind: the valid rows, a bad row after each, so that row numbers are not
    simply the order of faults.
    """
    contents = {}
    PLACES.clear()
    for kind in HEADERS:
        rows: list[Row] = []
        good = list(ROWS[kind])
        for number, bad in enumerate(b for b in BAD if b.kind == kind):
            if good:
                rows.append(good.pop(0))
            rows.append(bad.row(number))
            PLACES.append((bad, f"{kind}.csv", len(rows) + 1))
        contents[f"{kind}.csv"] = csv_text(HEADERS[kind], [*rows, *good])
    return contents


CONTENTS = _contents()
IDS = [f"{bad.kind}-{bad.column}-{bad.value}" for bad, _, _ in PLACES]


@dataclass(frozen=True)
class Bunch:
    """The workspace with every bad cell: built, and checked in both languages."""

    folder: Path
    run: Answer
    checked: dict[str, Answer]
    rejects: pd.DataFrame


@pytest.fixture(scope="module")
def bunch(tmp_path_factory: pytest.TempPathFactory) -> Bunch:
    folder = write_workspace(tmp_path_factory.mktemp("bad") / "ws", files=CONTENTS)
    run = built(folder, "--as-of", AS_OF)
    checked = {lang: call("check", folder, "--lang", lang) for lang in ("nl", "en")}
    return Bunch(folder, run, checked, ask(folder, "FROM rejects"))


def test_the_command_goes_on_and_every_row_is_counted(bunch: Bunch) -> None:
    assert {answer.code for answer in bunch.checked.values()} == {0}
    printed = printed_counts(bunch.run)
    for kind in HEADERS:
        bad = sum(b.kind == kind for b in BAD)
        good = len(ROWS[kind])
        # Every bad row is rejected once, however many faults it has, and every good row beside it
        # is used.
        assert counts(bunch.folder)[f"{kind}.csv"] == (good + bad, good, bad, 0)
        assert printed[f"{kind}.csv"] == (good + bad, good, bad, 0)


@pytest.mark.parametrize(("bad", "file", "row"), PLACES, ids=IDS)
def test_a_bad_cell_is_in_the_build_with_its_place_and_reason(
    bunch: Bunch, bad: Bad, file: str, row: int
) -> None:
    kept = bunch.rejects
    found = kept[(kept["file"] == file) & (kept["row_number"] == row)].to_dict("records")
    right = [r for r in found if bad.says[0] in r["message_nl"] and bad.says[1] in r["message_en"]]
    assert right, found
    assert right[0]["column_name"] == bad.column
    assert right[0]["kind"] == bad.kind
    if bad.value is not None and bad.column != "nothing_to_report":
        assert right[0]["value_class"] in ("text", "number", "date")


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_check_names_file_row_and_column(bunch: Bunch, lang: str) -> None:
    lines = bunch.checked[lang].out.splitlines()
    row_word, column_word = {"nl": ("rij", "kolom"), "en": ("row", "column")}[lang]
    missing = []
    for bad, file, row in PLACES:
        if bad.says == FUTURE and str(bad.value) < "2026-06":
            continue  # lies after the reference date of the build, not after today
        says = bad.says[0] if lang == "nl" else bad.says[1]
        place = re.compile(
            rf"^{re.escape(file)}, .*\b{row}\b.*{column_word} {bad.column}: .*{re.escape(says)}"
        )
        if not any(place.search(line) and row_word in line for line in lines):
            missing.append((bad.kind, bad.column, row))
    assert missing == []


def test_no_rejected_value_is_shown_or_kept(bunch: Bunch) -> None:
    kept = bunch.rejects.to_csv(index=False)
    seen = kept + bunch.run.text + bunch.checked["nl"].text + bunch.checked["en"].text
    secrets = [
        str(b.value) for b in BAD if not b.named and b.value is not None and len(str(b.value)) >= 5
    ]
    assert len(secrets) > 20
    allowed = {"2025-06-30", "2025-07-01"}  # dates that the reference date itself may show
    assert [secret for secret in secrets if secret in seen and secret not in allowed] == []


def test_details_of_rejects_hold_codes_only(bunch: Bunch) -> None:
    kept = bunch.rejects[["column_name", "detail"]].dropna()
    named = {(b.column, str(b.value)) for b in BAD if b.named}
    assert set(kept.itertuples(index=False, name=None)) == named


def test_unknown_codes_are_named_so_that_they_can_be_mended(bunch: Bunch) -> None:
    for bad in (b for b in BAD if b.named):
        assert str(bad.value) in bunch.checked["nl"].out, bad
        assert str(bad.value) in bunch.checked["en"].out, bad


POINTS = ["incident_id", "occurred_at", "category", "wijkcode", "buurtcode", "lon", "lat", "x", "y"]


def point_row(number: int, **place: Cell) -> Row:
    """An incident with a place of some kind."""
    cells = dict.fromkeys(POINTS) | {
        "incident_id": f"p{number}",
        "occurred_at": "2025-06-03",
        "category": "overig",
    }
    return [(cells | place)[name] for name in POINTS]


def test_points_outside_and_half_places(tmp_path: Path) -> None:
    places: list[tuple[dict[str, Cell], str | None]] = [
        ({"x": 150500, "y": 510500}, None),
        ({"x": "150500,25", "y": "510500,5"}, None),
        ({"x": 149999, "y": 510500}, "x"),
        ({"x": 510500, "y": 150500}, "x"),  # the wrong way round
        ({"x": 0, "y": 0}, "x"),
        ({"x": 1e300, "y": -1e300}, "x"),
        ({"lon": 5.31, "lat": 10.0}, "lon"),
        ({"lon": 52.57, "lat": 5.31}, "lon"),
        ({"lon": 999, "lat": 999}, "lon"),
        ({"x": 150500}, "wijkcode"),
        ({"lon": 5.31}, "wijkcode"),
        ({"x": 150500, "y": "noord"}, "y"),
        ({"lon": "5°19'", "lat": 52.57}, "lon"),
        ({"buurtcode": "BU00010101"}, None),
        ({"buurtcode": "BU99999999"}, "buurtcode"),
        ({"buurtcode": "BU1"}, "buurtcode"),
        ({"wijkcode": "wk000103"}, None),
        (
            {"wijkcode": "WK000103", "x": 1, "y": 1},
            None,
        ),  # the code says where; the point is not looked at
    ]
    text = csv_text(POINTS, [point_row(n, **place) for n, (place, _) in enumerate(places)])
    folder = write_workspace(tmp_path / "ws", files={"incidents.csv": text})
    built(folder, "--as-of", AS_OF)
    rejects = ask(
        folder,
        "SELECT row_number, column_name, message_nl FROM rejects WHERE file = 'incidents.csv'",
    )
    expected = [(n, column) for n, (_, column) in enumerate(places, start=2) if column]
    assert sorted({*zip(rejects["row_number"], rejects["column_name"], strict=True)}) == expected
    bad, all_rows = len(expected), len(places)
    assert counts(folder)["incidents.csv"] == (all_rows, all_rows - bad, bad, 0)
    found = ask(folder, "SELECT incident_id, wijkcode FROM fct_incidents ORDER BY row_number")
    assert dict(found.itertuples(index=False, name=None)) == {
        "p0": WIJKEN[0],
        "p1": WIJKEN[0],
        "p13": WIJKEN[0],
        "p16": WIJKEN[2],
        "p17": WIJKEN[2],
    }


def test_of_a_repeated_id_the_newest_row_counts(tmp_path: Path) -> None:
    header = HEADERS["incidents"]
    older = ["m1", "2025-06-02", "burenruzie", "WK000101", "nee", "licht", "nee", "meldpunt"]
    newer = ["m1", "2025-06-02", "overig", "WK000103", "nee", "licht", "nee", "meldpunt"]
    elsewhere = [
        "m1",
        "2025-06-02",
        "vernieling",
        "WK000102",
        "nee",
        "licht",
        "nee",
        "politie",
    ]  # another system
    folder = write_workspace(
        tmp_path / "ws",
        files={
            "incidents.csv": None,
            "incidents-1.csv": csv_text(header, [older, older, elsewhere]),
            "incidents-2.csv": csv_text(header, [older, newer]),
        },
    )
    built(folder, "--as-of", AS_OF)
    found = ask(
        folder,
        "SELECT source, category, wijkcode, file, row_number FROM fct_incidents ORDER BY source",
    )
    assert found.values.tolist() == [
        ["meldpunt", "overig", "WK000103", "incidents-2.csv", 3],
        ["politie", "vernieling", "WK000102", "incidents-1.csv", 4],
    ]
    assert counts(folder)["incidents-1.csv"] == (3, 1, 0, 2)
    assert counts(folder)["incidents-2.csv"] == (2, 1, 0, 1)
    ignored = ask(
        folder,
        "SELECT file, row_number, column_name, message_nl, message_en FROM ignored ORDER BY ALL",
    )
    assert ignored[["file", "row_number"]].values.tolist() == [
        ["incidents-1.csv", 2],
        ["incidents-1.csv", 3],
        ["incidents-2.csv", 2],
    ]
    assert set(ignored["column_name"]) == {"incident_id"}
    assert (
        ignored["message_nl"].str.contains("nieuwste").all()
        and ignored["message_en"].str.contains("newest").all()
    )
    text = call("check", folder).out
    assert "incidents-2.csv, rij 2, kolom incident_id" in text


def test_an_empty_answer_is_ignored_and_not_rejected(tmp_path: Path) -> None:
    row = ["2025", "2025-05-30", "r9", "WK000101", 1, "thuisgevoel", None]
    text = csv_text(HEADERS["surveys"], [*ROWS["surveys"], row])
    folder = write_workspace(tmp_path / "ws", files={"surveys.csv": text})
    built(folder)
    assert counts(folder)["surveys.csv"] == (4, 3, 0, 1)
