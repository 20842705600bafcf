"""What `fetch` makes of answers: the shapes that services are known to use, and the wrong ones."""

import json
import time

import geopandas as gpd
import pandas as pd
import pytest
import urllib3
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.fetch import cards_in
from pipelines.fetch.client import Client
from pipelines.workspace import open_workspace
from tests.unit.pipelines.open_data_server import GEMEENTE, Service
from tests.unit.pipelines.workspace_maker import call

FILE_OF = {
    "/wijken/items": "areas-2024.gpkg",
    "/buurten/items": "areas-2024.gpkg",
    "85984NED": "population-2024.csv",
    "47022NED": "registrations-47022NED.csv",
}


def fetched(folder, *arguments):
    return call("fetch", GEMEENTE, folder, "--year", 2024, *arguments)


def known_gemeente(folder):
    (folder / "gemeente.yaml").write_text(
        f"contract: 1\ngemeentecode: {GEMEENTE}\nnaam: Testwater\n"
    )


def card_of(folder, file):
    return next(card for card, _ in cards_in(folder) if card.file == file)


def gaps(folder, file):
    return " ".join(gap.nl for gap in card_of(folder, file).known_gaps)


def each(change):
    """A change of every row or feature of an answer."""

    def changed(content):
        rows = content.get("features") or content.get("value") or []
        for row in rows:
            change(row)
        return content

    return changed


def with_property(name, value):
    return each(lambda feature: feature["properties"].update({name: value}))


def without_geometry(*codes):
    def change(feature):
        if not codes or feature["properties"].get("wijkcode") in codes:
            feature["geometry"] = None

    return each(change)


# --- what is not as described -------------------------------------------------------------------


WRONG = [
    ("/wijken/items", lambda _: {"error": "maintenance"}),
    ("/wijken/items", lambda _: []),
    ("/wijken/items", lambda content: content | {"features": None}),
    ("/wijken/items", lambda content: content | {"features": ["a", None]}),
    ("/wijken/items", lambda content: content | {"links": [{"rel": "next"}]}),
    ("/wijken/items", lambda content: content | {"links": ["next"]}),
    ("/wijken/items", lambda content: content | {"links": [{"rel": "next", "href": "http://["}]}),
    ("/wijken/items", each(lambda feature: feature.update(properties=None))),
    ("/wijken/items", each(lambda feature: feature["properties"].pop("wijkcode"))),
    ("/wijken/items", with_property("wijkcode", 12)),
    ("/buurten/items", with_property("aantal_inwoners", "veel")),
    ("85984NED/TableInfos", lambda _: {"value": [None]}),
    ("85984NED/DataProperties", lambda _: {"value": [{"Key": 1, "Type": 2}]}),
    ("85984NED/DataProperties", lambda _: {"value": None}),
    ("85984NED/TypedDataSet", lambda _: {"value": [[1, 2]]}),
    ("85984NED/TypedDataSet", each(lambda row: row.pop("HuishoudensTotaal_29", None))),
    ("85984NED/TypedDataSet", each(lambda row: row.update(AantalInwoners_5="veel"))),
    ("85984NED/TypedDataSet", each(lambda row: row.update(AantalInwoners_5=12.5))),
    ("85984NED/TypedDataSet", each(lambda row: row.update(AantalInwoners_5=True))),
    ("85984NED/TypedDataSet", each(lambda row: row.update(AantalInwoners_5=-4))),
    ("85984NED/TypedDataSet", each(lambda row: row.update(AantalInwoners_5=10**30))),
    ("85984NED/TypedDataSet", each(lambda row: row.update(WijkenEnBuurten=None))),
    ("85984NED/TypedDataSet", each(lambda row: row.update(WijkenEnBuurten="WK990200"))),
    ("85984NED/TypedDataSet", lambda content: content | {"odata.nextLink": {"href": "x"}}),
    ("47022NED/Perioden", lambda _: {"value": [{"Title": "januari"}]}),
    ("47022NED/TypedDataSet", each(lambda row: row.update(Perioden="2019MM01"))),
    ("47022NED/TypedDataSet", each(lambda row: row.update(WijkenEnBuurten="WK990200"))),
    ("47022NED/TypedDataSet", each(lambda row: row.update(GeregistreerdeMisdrijven_1="3"))),
]


@pytest.mark.parametrize("number", range(len(WRONG)))
def test_a_wrong_shape_is_said_and_stops_that_source_alone(service, tmp_path, number):
    part, change = WRONG[number]
    known_gemeente(tmp_path)
    service.changes = [(part, change)]
    answer = fetched(tmp_path)
    assert answer.code == 2 and "veranderd of gestoord" in answer.err, answer.text
    missing = next(file for start, file in FILE_OF.items() if part.startswith(start))
    assert {file for file in FILE_OF.values() if not (tmp_path / file).exists()} == {missing}


@pytest.mark.parametrize(
    "wrong",
    [{"error": "maintenance"}, {"value": None}, {"features": [], "links": [{"rel": "next"}]}],
)
@pytest.mark.parametrize("part", ["/buurten/items", "85984NED/DataProperties", "47024NED/Perioden"])
def test_a_wrong_answer_is_not_kept(service, tmp_path, part, wrong):
    """A service that is well again gives what was missing, within the day."""
    service.changes = [(part, lambda _: wrong)]
    assert fetched(tmp_path).code == 2
    kept = [json.loads(page.read_bytes()) for page in (tmp_path / ".fetch").iterdir()]
    assert kept and wrong not in kept  # those before it are, to go on with
    service.changes = []
    assert fetched(tmp_path).code == 0


def of_another_year(row):
    row["Title"] = "Kerncijfers wijken en buurten 2011"


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("/wijken/items", lambda content: content | {"features": [], "links": []}),
        ("/wijken/items", without_geometry()),
        ("85984NED/TableInfos", each(of_another_year)),
        ("85984NED/DataProperties", each(lambda row: row.update(Type="Topic"))),
        ("85984NED/TypedDataSet", lambda _: {"value": []}),
        ("47024NED/Perioden", lambda _: {"value": []}),
    ],
)
def test_an_answer_that_came_whole_but_is_of_no_use_is_not_kept(service, tmp_path, part, change):
    service.changes = [(part, change)]
    assert fetched(tmp_path).code == 2
    assert not (tmp_path / ".fetch").exists()
    service.changes = []
    assert fetched(tmp_path).code == 0


def test_a_page_kept_by_another_version_is_asked_again(service, tmp_path):
    service.faults = [("cursor=8", "*500")]
    assert fetched(tmp_path).code == 2
    for page in (tmp_path / ".fetch").iterdir():
        page.write_text('{"error": "maintenance"}')
    service.faults = []
    assert fetched(tmp_path).code == 0


NODES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=8)
    | st.sampled_from(
        ["WK990100  ", "BU99010000", "GM9901", "2026MM01", "Topic", "Polygon", "next"]
    ),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["Key", "Type", "href", "rel", "type", "coordinates", "properties"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=5,
)


def disturbed(draw, content):
    """The content with one thing in it, however deep, taken away or replaced."""
    if not isinstance(content, dict | list) or not content or draw(st.integers(0, 5)) == 0:
        return draw(NODES)
    keys = list(content) if isinstance(content, dict) else list(range(len(content)))
    key = draw(st.sampled_from(keys))
    changed = content.copy()
    if draw(st.integers(0, 5)) == 0:
        del changed[key]
    else:
        changed[key] = disturbed(draw, content[key])
    return changed


@given(data=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_whatever_is_answered_there_is_a_file_or_a_message(
    service, monkeypatch, tmp_path_factory, data
):
    folder = tmp_path_factory.mktemp("ws")
    own = Service()
    part = data.draw(
        st.sampled_from(
            ["/wijken/", "/buurten/", "/TableInfos", "/DataProperties", "/Perioden", "/TypedData"]
        )
    )
    own.changes = [(part, lambda content: disturbed(data.draw, content))]

    def given_answer(client, url):
        content = own.content(url.removeprefix(service.url))
        body = data.draw(st.sampled_from([b"", b"[" * 5000, b"\xff"])) if content is None else None
        body = json.dumps(content).encode() if body is None else body
        return urllib3.HTTPResponse(status=200), body

    monkeypatch.setattr(Client, "_answer", given_answer)
    answer = fetched(folder)
    assert answer.code in (0, 2), answer.text
    assert answer.code == 0 or answer.err.strip()
    if (folder / "gemeente.yaml").exists():
        open_workspace(folder)
    for card, is_as_fetched in cards_in(folder):
        assert is_as_fetched
        assert card.rows_received == card.rows_written + sum(card.rows_left_out.values())


# --- areas that cannot be drawn, or are not of this gemeente -------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        without_geometry(),
        each(
            lambda feature: feature.update(geometry={"type": "Point", "coordinates": [5.3, 52.5]})
        ),
        each(lambda feature: feature.update(geometry={"type": "Polygon", "coordinates": []})),
        each(lambda feature: feature.update(geometry={"type": "Polygon"})),
        # metres where degrees were asked
        each(
            lambda feature: feature["geometry"].update(
                coordinates=[[[1e5, 5e5], [1e5, 6e5], [2e5, 5e5], [1e5, 5e5]]]
            )
        ),
    ],
)
def test_wijken_without_a_shape_are_no_map(service, tmp_path, change):
    service.changes = [("/wijken/items", change)]
    answer = fetched(tmp_path / "nieuw")
    assert answer.code == 2 and "geen enkele wijk" in answer.err, answer.text
    assert not list((tmp_path / "nieuw").glob("*.gpkg"))


def test_a_few_without_a_shape_are_counted_and_named(service, tmp_path):
    service.changes = [("/items", without_geometry("WK990103"))]
    assert fetched(tmp_path).code == 0
    wijken = gpd.read_file(tmp_path / "areas-2024.gpkg", layer="wijken")
    assert "WK990103" not in set(wijken["wijkcode"]) and len(wijken) == 4
    card = card_of(tmp_path, "areas-2024.gpkg")
    assert card.rows_left_out == {"other_gemeente": 3, "without_shape": 3}
    assert "WK990103, BU99010300, BU99010301" in gaps(tmp_path, card.file)


def test_codes_that_are_not_of_the_gemeente_are_counted(service, tmp_path):
    def change(feature):
        if feature["properties"]["wijkcode"] == "WK990103":
            feature["properties"]["wijkcode"] = "WK990203"

    service.changes = [("/wijken/items", each(change))]
    assert fetched(tmp_path).code == 0
    card = card_of(tmp_path, "areas-2024.gpkg")
    assert card.rows_left_out == {"other_gemeente": 3, "code_of_another": 1}


def test_an_area_that_comes_twice_is_there_once_and_the_land_before_the_water(service, tmp_path):
    def change(content):
        water = json.loads(json.dumps(content["features"][:1]))
        water[0]["properties"]["water"] = "JA"
        return content | {"features": water + content["features"]}

    service.changes = [("/wijken/items", change)]
    assert fetched(tmp_path).code == 0
    wijken = gpd.read_file(tmp_path / "areas-2024.gpkg", layer="wijken")
    assert len(wijken) == 5 and set(wijken["water"]) == {"NEE"}
    assert card_of(tmp_path, "areas-2024.gpkg").rows_left_out["given_twice"] > 0


# --- slow, and broken off ------------------------------------------------------------------------


@pytest.mark.parametrize("fault", ["slow", "slow start"])
def test_an_answer_that_never_ends_is_waited_for_no_longer_than_said(service, tmp_path, fault):
    service.faults = [("/wijken/items", f"*{fault}")]
    started = time.monotonic()
    answer = fetched(tmp_path / "nieuw")
    assert 2 <= time.monotonic() - started < 6
    assert answer.code == 2 and "na 2 seconden" in answer.err, answer.text


def test_a_body_that_breaks_off_without_a_length_is_asked_again(service, tmp_path):
    service.faults = [("/wijken/items", "cut"), ("47022NED/TypedDataSet", "cut")]
    assert fetched(tmp_path).code == 0


@pytest.mark.parametrize("fault", ["*cut", "*html"])
def test_what_is_no_json_after_all_tries_has_two_possible_causes(service, tmp_path, fault):
    service.faults = [("/wijken/items", fault)]
    answer = fetched(tmp_path / "nieuw")
    assert answer.code == 2 and len(service.asked) == 3
    assert "verbinding" in answer.err and "inlogpagina" in answer.err
    english = call("fetch", GEMEENTE, tmp_path / "new", "--year", 2024, "--lang", "en").err
    assert "connection" in english and "sign-in page" in english


def test_a_time_to_wait_that_cannot_be_read_is_not_waited_for(service, tmp_path):
    service.faults = [("/wijken/items", "429 soon")]
    assert fetched(tmp_path).code == 0


# --- what services are known to do ---------------------------------------------------------------


@pytest.mark.parametrize("name", ["aantal_inwoners", "aantalInwoners", "aantalinwoners"])
def test_residents_have_had_several_names(service, tmp_path, name):
    def change(feature):
        feature["properties"][name] = feature["properties"].pop("aantal_inwoners")

    service.changes = [("/items", each(change))]
    assert fetched(tmp_path).code == 0
    buurten = gpd.read_file(tmp_path / "areas-2024.gpkg", layer="buurten")
    assert set(buurten["inwoners"]) == {99}
    assert "even zwaar" not in gaps(tmp_path, "areas-2024.gpkg")


@pytest.mark.parametrize(
    "change",
    [
        each(lambda feature: feature["properties"].pop("aantal_inwoners")),
        with_property("aantal_inwoners", None),
        with_property("aantal_inwoners", -99997),  # how CBS writes that it is not given
    ],
)
def test_without_residents_per_buurt_the_card_and_the_command_say_so(service, tmp_path, change):
    service.changes = [("/items", change)]
    answer = fetched(tmp_path)
    assert answer.code == 0 and "even zwaar" in answer.out
    assert "even zwaar" in gaps(tmp_path, "areas-2024.gpkg")
    buurten = gpd.read_file(tmp_path / "areas-2024.gpkg", layer="buurten")
    assert buurten["inwoners"].isna().all()


def test_a_few_buurten_without_residents_are_counted_on_the_card(service, tmp_path):
    def change(feature):
        if feature["properties"].get("buurtcode") == "BU99010001":
            feature["properties"]["aantal_inwoners"] = -99997

    service.changes = [("/items", each(change))]
    assert fetched(tmp_path).code == 0
    assert "Van 1 van de 10 buurten" in gaps(tmp_path, "areas-2024.gpkg")


def test_a_service_that_refuses_the_filter_is_asked_by_the_box_of_the_gemeente(service, tmp_path):
    service.faults = [("gemeentecode=", "*400")]
    assert fetched(tmp_path).code == 0
    wijken = gpd.read_file(tmp_path / "areas-2024.gpkg", layer="wijken")
    assert wijken["wijkcode"].tolist() == [f"WK9901{n:02d}" for n in range(5)]
    assert any("bbox=5.3" in path for path in service.asked)
    # nobody of that code: nothing to look for
    assert "geen wijken gevonden" in call("fetch", "GM1234", tmp_path / "b", "--year", 2024).err


def test_zero_is_zero_and_withheld_is_empty(service, tmp_path):
    def change(row):
        if row.get("WijkenEnBuurten", "").startswith("WK990101"):
            row.update(AantalInwoners_5=0, HuishoudensTotaal_29=0)
        if row.get("WijkenEnBuurten", "").startswith("WK990102"):
            row.update(HuishoudensTotaal_29=None)

    service.changes = [("85984NED/TypedDataSet", each(change))]
    assert fetched(tmp_path).code == 0
    found = pd.read_csv(tmp_path / "population-2024.csv", dtype="str", keep_default_na=False)
    assert found.iloc[:3, 2:].values.tolist() == [["100", "50"], ["0", "0"], ["300", ""]]


def test_a_wijk_that_is_withheld_is_not_made_of_its_buurten(service, tmp_path):
    """What is known of them is less than the whole, and would be taken for it."""
    fetched(tmp_path)
    found = pd.read_csv(tmp_path / "registrations-47022NED.csv", dtype="str", keep_default_na=False)
    own = found[(found["period"] == "2025-11") & (found["kind"] == "1.1.1")]
    assert own["count"].tolist() == ["3", ""]  # the buurt of another wijk, and the wijk itself
    assert not found["buurtcode"].str.startswith("BU990100").any()


def test_the_card_of_a_register_says_its_months_and_its_division(service, tmp_path):
    text = "Cijfers per wijk. De wijken en buurten zijn die van de indeling van 2025."
    change = each(lambda row: row.update(Description=text))
    service.changes = [("47022NED/TableInfos", change)]
    assert fetched(tmp_path).code == 0
    told = gaps(tmp_path, "registrations-47022NED.csv")
    assert "van 2025-10 tot en met 2026-01" in told and "indeling van 2025" in told
    # a table that does not tell it
    assert "indeling van 2" not in gaps(tmp_path, "registrations-47024NED.csv")


def test_a_further_page_may_be_named_as_in_a_newer_odata(service, tmp_path):
    def change(content):
        if "odata.nextLink" in content:
            content["@odata.nextLink"] = content.pop("odata.nextLink")
        return content

    service.changes = [("/TypedDataSet", change)]
    assert fetched(tmp_path).code == 0
    assert card_of(tmp_path, "registrations-47022NED.csv").rows_written == 16
