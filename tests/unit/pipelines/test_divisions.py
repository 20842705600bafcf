"""Files that use another division than the map: converted where that is sound, marked, and without
loss; refused row by row where it is not.

The map is of 2025: Waterhoek, Middenplaat and Oosterdiep. In 2015 Waterhoek and Middenplaat were
one wijk (WK000110), and Oosterdiep had another code (WK000120). In 2016 Waterhoek was two wijken
(WK000140 and WK000141), and the others were as they are.
"""

import json

import pytest

from pipelines import read_model
from tests.unit.pipelines.workspace_maker import (
    SIDE,
    X0,
    Y0,
    ask,
    built,
    call,
    counts,
    csv_text,
    gemeente_text,
    newest,
    square,
    write_workspace,
)

HEADER = ["register", "period", "wijkcode", "kind", "count"]


def area(code, year, left, right):
    ring = [(left, Y0), (right, Y0), (right, Y0 + SIDE), (left, Y0 + SIDE), (left, Y0)]
    return {
        "type": "Feature",
        "properties": {"wijkcode": code, "wijknaam": f"Naam {code[-2:]}", "jaar": year},
        "geometry": {"type": "Polygon", "coordinates": [[[float(x), float(y)] for x, y in ring]]},
    }


def collection(*features):
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}
    return json.dumps({"type": "FeatureCollection", "crs": crs, "features": list(features)})


OLD = collection(
    area("WK000110", 2015, X0, X0 + 2 * SIDE), area("WK000120", 2015, X0 + 2 * SIDE, X0 + 3 * SIDE)
)
MERGED = collection(
    area("WK000140", 2016, X0, X0 + SIDE / 2),
    area("WK000141", 2016, X0 + SIDE / 2, X0 + SIDE),
    area("WK000102", 2016, X0 + SIDE, X0 + 2 * SIDE),
    area("WK000103", 2016, X0 + 2 * SIDE, X0 + 3 * SIDE),
)
BUURTEN = collection(
    *(
        {
            "type": "Feature",
            "properties": {
                "buurtcode": f"BU00010{n + 1}00", "buurtnaam": f"Buurt {n}", "jaar": 2025,
                "wijkcode": f"WK00010{n + 1}", "inwoners": residents,
            },
            "geometry": {"type": "Polygon", "coordinates": square(n)},
        }
        for n, residents in enumerate((300, 100, 50))
    )
)  # fmt: skip
SPLIT = {"areas-2015.geojson": OLD, "areas-buurten.geojson": BUURTEN}


def register(*table):
    return csv_text(HEADER, [["47022NED", *row] for row in table])


def found(folder):
    return ask(
        folder,
        "SELECT period, wijkcode, kind, count, converted_share AS share FROM fct_registrations "
        "ORDER BY ALL",
    ).values.tolist()


def test_counts_of_a_wijk_that_was_split_follow_its_residents_and_lose_nothing(tmp_path):
    table = register(["2025-01", "WK000110", "1.1", 10], ["2025-01", "WK000120", "1.1", 7])
    folder = write_workspace(tmp_path / "ws", files={**SPLIT, "registrations.csv": table})
    answer = built(folder)
    assert found(folder) == [
        ["2025-01", "WK000101", "1.1", 8, 0.75],  # 7.5 and 2.5: the tie goes to the lower code
        ["2025-01", "WK000102", "1.1", 2, 0.25],
        ["2025-01", "WK000103", "1.1", 7, 1.0],
    ]
    assert counts(folder)["registrations.csv"] == (2, 2, 0, 0)
    assert "andere wijkindeling dan de kaart (2015 → 2025)" in answer.text
    marked = ask(
        folder,
        "SELECT wijkcode, is_converted, estimated_pct, areas_withheld FROM ind_registrations "
        "ORDER BY wijkcode",
    )
    assert marked["is_converted"].all()
    assert marked["estimated_pct"].fillna(0).tolist() == [100.0, 100.0, 0.0]
    assert marked["areas_withheld"].tolist() == [0, 0, 0]


def test_without_residents_a_split_is_refused_row_by_row(tmp_path):
    table = register(["2025-01", "WK000110", "1.1", 10], ["2025-01", "WK000120", "1.1", 7])
    folder = write_workspace(
        tmp_path / "ws", files={"areas-2015.geojson": OLD, "registrations.csv": table}
    )
    answer = built(folder)
    assert found(folder) == [["2025-01", "WK000103", "1.1", 7, 1.0]]
    assert counts(folder)["registrations.csv"] == (2, 1, 1, 0)
    assert "Wijk WK000110 is van een andere indeling" in call("check", folder).text
    assert answer.code == 0


def test_wijken_that_became_one_are_added_and_a_missing_part_is_not_zero(tmp_path):
    table = register(
        ["2025-01", "WK000140", "1.1", 3],
        ["2025-01", "WK000141", "1.1", 4],
        ["2025-01", "WK000102", "1.1", 9],
        ["2025-02", "WK000140", "1.1", 3],
        ["2025-03", "WK000140", "1.1", 3],
        ["2025-03", "WK000141", "1.1", None],
    )
    folder = write_workspace(
        tmp_path / "ws", files={"areas-2016.geojson": MERGED, "registrations.csv": table}
    )
    built(folder)
    sums = ask(
        folder,
        "SELECT period, wijkcode, count_known, areas_withheld, per_1000_residents AS rate "
        "FROM ind_registrations WHERE wijkcode = 'WK000101' ORDER BY period",
    )
    assert sums["count_known"].tolist() == [7, 3, 3]
    assert sums["areas_withheld"].tolist() == [0, 1, 1]  # not delivered, and withheld
    assert sums["rate"].isna().tolist() == [False, True, True]
    assert counts(folder)["registrations.csv"] == (6, 6, 0, 0)


def test_residents_of_another_division_count_when_they_are_complete(tmp_path):
    people = csv_text(
        ["wijkcode", "jaar", "inwoners", "huishoudens"],
        [["WK000140", 2016, 400, 200], ["WK000141", 2016, 500, 250], ["WK000103", 2016, 70, 30]],
    )
    folder = write_workspace(
        tmp_path / "ws", files={"areas-2016.geojson": MERGED, "population-2016.csv": people}
    )
    built(folder)
    years = ask(folder, "SELECT wijkcode, jaar, inwoners FROM dim_population WHERE jaar = 2016")
    assert years["inwoners"].sum() == 970
    assert counts(folder)["population-2016.csv"] == (3, 3, 0, 0)
    used = ask(folder, "SELECT DISTINCT wijkcode, source_jaar FROM fct_population ORDER BY ALL")
    assert used["source_jaar"].tolist() == [2025, 2025, 2025]  # the year itself goes first


@pytest.mark.parametrize(
    ("code", "expected"), [("WK000120", "WK000103"), ("WK000110", None), ("WK000999", None)]
)
def test_an_event_moves_with_its_wijk_only_when_all_of_it_became_one(tmp_path, code, expected):
    table = csv_text(
        ["incident_id", "occurred_at", "category", "wijkcode"],
        [["1", "2025-06-03", "overig", code]],
    )
    mapping = {"file": "oud.csv", "as": "incidents", "division": 2015}
    folder = write_workspace(
        tmp_path / "ws",
        files={**SPLIT, "oud.csv": table, "gemeente.yaml": gemeente_text(sources=[mapping])},
    )
    built(folder)
    own = ask(folder, "SELECT wijkcode FROM fct_incidents WHERE file = 'oud.csv'")
    assert own["wijkcode"].tolist() == ([expected] if expected else [])


def test_a_percentage_is_never_divided_or_added(tmp_path):
    header = ["wave", "fieldwork_end", "wijkcode", "item_id", "n", "value"]
    rows = [
        ["2025", "2025-05-01", code, "thuisgevoel", 100, 60] for code in ("WK000140", "WK000102")
    ]
    folder = write_workspace(
        tmp_path / "ws",
        files={"areas-2016.geojson": MERGED, "survey_results.csv": csv_text(header, rows)},
    )
    built(folder)
    assert counts(folder)["survey_results.csv"] == (2, 1, 1, 0)


def test_a_file_on_the_map_of_today_is_left_alone(tmp_path):
    table = register(["2025-01", "WK000101", "1.1", 10])
    folder = write_workspace(tmp_path / "ws", files={**SPLIT, "registrations.csv": table})
    answer = built(folder)
    assert "andere wijkindeling" not in answer.text
    [[*_, count, share]] = found(folder)
    assert count == 10 and share != share  # delivered as it is: no share
    assert ask(folder, "FROM crosswalk").empty


def test_a_division_that_was_not_delivered_refuses_the_file(tmp_path):
    mapping = {"file": "registrations.csv", "as": "registrations", "division": 2011}
    folder = write_workspace(
        tmp_path / "ws",
        files={
            **SPLIT,
            "registrations.csv": register(["2025-01", "WK000101", "1.1", 10]),
            "gemeente.yaml": gemeente_text(sources=[mapping]),
        },
    )
    assert "areas-2011.gpkg" in call("check", folder).text


def test_the_crosswalk_is_printed(tmp_path):
    folder = write_workspace(tmp_path / "ws", files=SPLIT)
    answer = call("crosswalk", folder)
    assert answer.code == 0
    assert "WK000110" in answer.out and "gesplitst" in answer.out and "75" in answer.out
    assert "hernummerd" in answer.out
    rows = call("crosswalk", folder, "--format", "csv").out.splitlines()
    assert rows[0].startswith("from_year,to_year,from_code") and len(rows) == 4
    without = write_workspace(tmp_path / "zonder", files={"areas-2015.geojson": OLD})
    assert "inwoners van de delen zijn niet bekend" in call("crosswalk", without).out
    assert "één jaar" in call("crosswalk", write_workspace(tmp_path / "een")).err


def test_a_wijk_that_is_new_or_gone_has_no_other_side(tmp_path):
    elsewhere = collection(
        area("WK000101", 2016, X0, X0 + SIDE), area("WK000190", 2016, X0 + 9 * SIDE, X0 + 10 * SIDE)
    )
    folder = write_workspace(tmp_path / "ws", files={"areas-2016.geojson": elsewhere})
    lines = call("crosswalk", folder).out.splitlines()
    [gone] = [line for line in lines if "WK000190" in line]
    assert "niet meer in deze gemeente" in gone and "ligt niet op die kaart" in gone
    assert any(line.startswith("–") and "WK000103" in line and "nieuw" in line for line in lines)
    assert "nan" not in "".join(lines).casefold()


def test_a_merged_wijk_of_which_one_part_came_says_what_it_is_at_least(tmp_path):
    """One wijk was delivered, the other was not: nothing bounds what is missing."""
    table = register(["2025-03", "WK000140", "1.1", 3], ["2025-04", "WK000141", "1.1", None])
    folder = write_workspace(
        tmp_path / "ws", files={"areas-2016.geojson": MERGED, "registrations.csv": table}
    )
    built(folder)
    with read_model.open_build(folder, newest(folder).stem) as build:
        rows = build.registrations("WK000101").set_index("period")
    march = rows.loc["2025-03"]
    assert march[["count_known", "areas_withheld", "wijken_missing"]].tolist() == [3, 1, 1]
    assert march["count_lowest"] == 3 and march["count_highest"] != march["count_highest"]
    assert rows["estimated_pct"].tolist() == [0, 0] and rows["is_converted"].all()


def test_residents_that_were_converted_are_marked_wherever_they_are_used(tmp_path):
    people = csv_text(
        ["wijkcode", "jaar", "inwoners", "huishoudens"],
        [["WK000110", 2025, 1000, 500], ["WK000120", 2025, 300, 100]],
    )
    table = register(["2025-01", "WK000101", "1.1", 10], ["2025-01", "WK000103", "1.1", 7])
    files = {**SPLIT, "population.csv": people, "registrations.csv": table}
    folder = write_workspace(tmp_path / "ws", files=files)
    built(folder)
    with read_model.open_build(folder, newest(folder).stem) as build:
        wijken = build.wijken().set_index("wijkcode")
        register_row = build.registrations("WK000101").iloc[0]
        week = build.phases(build.newest_complete_week()).set_index("wijkcode")
        rates = build.indicator_series("WK000101")
    assert wijken["inwoners"].tolist() == [750, 250, 300]
    assert wijken["inwoners_estimated_pct"].tolist() == [100, 100, 0]
    assert week["inwoners_estimated_pct"].tolist() == [100, 100, 0]
    assert register_row["inwoners_estimated_pct"] == 100 and not register_row["is_converted"]
    assert set(rates[rates["wave"].isna()]["inwoners_estimated_pct"]) == {100}


def test_residents_of_two_files_of_one_division_are_complete_together(tmp_path):
    header = ["wijkcode", "jaar", "inwoners", "huishoudens"]
    one = csv_text(header, [["WK000140", 2016, 400, 200]])
    two = csv_text(header, [["WK000141", 2016, 500, 250]])
    folder = write_workspace(
        tmp_path / "ws",
        kinds=("signals",),
        files={
            "areas-2016.geojson": MERGED, "population-a.csv": one, "population-b.csv": two,
        },
    )  # fmt: skip
    built(folder)
    used = ask(folder, "SELECT DISTINCT wijkcode, inwoners, estimated_pct FROM fct_population")
    assert used.values.tolist() == [["WK000101", 900, 0]]


def test_a_buurt_of_a_wijk_that_cannot_be_converted_is_not_called_unknown(tmp_path):
    table = csv_text(
        ["register", "period", "buurtcode", "kind", "count"],
        [["47022NED", "2025-01", "BU00011000", "1.1", 3]],
    )
    mapping = {"file": "registrations.csv", "as": "registrations", "division": 2015}
    folder = write_workspace(
        tmp_path / "ws",
        files={
            "areas-2015.geojson": OLD,
            "registrations.csv": table,
            "gemeente.yaml": gemeente_text(sources=[mapping]),
        },
    )
    built(folder)
    found = ask(folder, "SELECT reason, detail FROM rejects")
    assert found.values.tolist() == [["wijk_not_convertible", "WK000110"]]


def test_small_counts_of_a_wijk_that_was_split_reach_both_parts(tmp_path):
    """Per month and by largest remainder alone, the part with a quarter would get nothing."""
    table = register(*([f"2025-0{month}", "WK000110", "1.1", 1] for month in range(1, 5)))
    folder = write_workspace(tmp_path / "ws", files={**SPLIT, "registrations.csv": table})
    built(folder)
    sums = ask(
        folder, "SELECT wijkcode, sum(count) AS n FROM fct_registrations GROUP BY ALL ORDER BY ALL"
    )
    assert sums.values.tolist() == [["WK000101", 3], ["WK000102", 1]]
