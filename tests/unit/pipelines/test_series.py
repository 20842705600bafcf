"""Series on the wijken of a chosen year: as delivered, converted straight from the division they
were delivered on, or left out with the reason; and nothing is lost or counted twice.
"""

import csv
import io
from contextlib import closing

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from language import texts_for
from pipelines import read_model
from pipelines.series_words import mark, number_in_words
from tests.unit.pipelines.changed_areas import (
    NEW,
    OLD,
    A,
    B,
    C,
    D,
    E,
    F,
    N,
    P,
    Q,
    R,
    S,
    T,
    U,
    V,
    areas,
    files,
    population,
)  # fmt: skip
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
    write_workspace,
)

NL = texts_for("nl")
REGISTER = ["register", "period", "wijkcode", "kind", "count"]


def registers(*rows):
    return csv_text(REGISTER, [["47022NED", *row] for row in rows])


def made(folder, sources=(), maps=None, **more):
    """A build of a workspace with both maps and these files."""
    own = {name.replace("__", "-") + ".csv": text for name, text in more.items()}
    yaml = {"gemeente.yaml": gemeente_text(sources=list(sources))} if sources else {}
    write_workspace(folder, kinds=(), files={**files(), **(maps or {}), **own, **yaml})
    built(folder)
    return folder


@pytest.fixture(scope="module")
def every_change(tmp_path_factory):
    """One register: 2015 and 2016 on the old division, 2025 on the map."""
    folder = tmp_path_factory.mktemp("series") / "ws"
    old = {P: 10, Q: 3, R: 4, S: 5, T: 7, U: 9, V: 11}
    table = [["2015", code, "1", count] for code, count in old.items()]
    table += [["2016", code, "1", None if code == Q else count] for code, count in old.items()]
    new = [["2025", code, "1", 20 + n] for n, code in enumerate(NEW)]
    return made(folder, registrations__old=registers(*table), registrations=registers(*new))


def on(folder, division, kind="registrations", series="47022NED 1"):
    with closing(read_model.open_current(folder)) as build:
        return build.series_on(division, kind, series)


def numbers(frame, period):
    own = frame[frame["period"] == period].set_index("wijkcode")["number"]
    return {code: None if pd.isna(number) else int(number) for code, number in own.items()}


def left_out(folder, division, kind="registrations"):
    with closing(read_model.open_current(folder)) as build:
        frame = build.series_left_out(division, kind)
    return {
        (row.period, row.wijkcode if isinstance(row.wijkcode, str) else None): (
            None if pd.isna(row.number) else int(row.number),
            row.reason,
        )
        for row in frame.itertuples()
    }


def test_every_change_at_once_onto_the_map(every_change):
    found = on(every_change, 2025)
    # 7.5 and 2.5: the tie goes to the lower code; 7 x 2/3 = 4.67
    assert numbers(found, "2015") == {A: 8, B: 2, C: 7, D: 5, E: 5, F: 2 + 9}
    assert numbers(found, "2025") == {code: 20 + n for n, code in enumerate(NEW)}
    own = found[found["period"] == "2015"].set_index("wijkcode")
    assert own["is_converted"].all()
    assert own["estimated_pct"].round(1).to_dict() == {
        A: 100, B: 100, C: 0, D: 0, E: 100, F: round(100 * (7 / 3) / (7 / 3 + 9), 1),
    }  # fmt: skip
    assert not found[found["period"] == "2025"]["is_converted"].any()
    assert left_out(every_change, 2025) == {
        ("2015", V): (11, "outside"), ("2016", V): (11, "outside"),
    }  # fmt: skip


def test_every_change_at_once_onto_the_older_division(every_change):
    """From the map straight back to 2015, and what was delivered on 2015 as it was delivered."""
    found = on(every_change, 2015)
    assert numbers(found, "2015") == {P: 10, Q: 3, R: 4, S: 5, T: 7, U: 9, V: 11}
    own = found[found["period"] == "2015"]
    assert not own["is_converted"].any() and own["estimated_pct"].isna().all()
    # C (22) goes half and half by surface of its one buurt; F (25): 50 of 450 residents to T
    assert numbers(found, "2025") == {P: 41, Q: 11, R: 11, S: 23, T: 24 + 3, U: 22}
    own = found[found["period"] == "2025"].set_index("wijkcode")
    assert own["is_converted"].all()
    assert own.loc[P, "estimated_pct"] == 0 and own.loc[Q, "estimated_pct"] == 100
    assert left_out(every_change, 2015) == {("2025", N): (26, "outside")}


def test_withheld_stays_unknown_and_makes_a_lower_bound(every_change):
    found = on(every_change, 2025)
    merged = found[(found["period"] == "2016") & (found["wijkcode"] == C)].iloc[0]
    assert merged["number"] == 4 and merged["parts_withheld"] == 1
    assert number_in_words(NL, merged) == "minstens 4"
    assert mark(NL, merged) == "omgerekend, geschat deel 0%; 1 deel niet vrijgegeven"
    delivered = on(every_change, 2015)
    own = delivered[(delivered["period"] == "2016") & (delivered["wijkcode"] == Q)].iloc[0]
    assert pd.isna(own["number"]) and number_in_words(NL, own) == "niet vrijgegeven"


def test_a_wijk_of_which_a_part_was_not_delivered_is_a_lower_bound(tmp_path):
    table = registers(["2015", Q, "1", 3], ["2015", S, "1", 1])
    folder = made(tmp_path / "ws", registrations=table)
    found = on(folder, 2025).set_index("wijkcode")
    assert found.loc[C, ["number", "wijken_missing"]].tolist() == [3, 1]
    assert mark(NL, found.reset_index().iloc[0]) == "omgerekend, geschat deel 0%; 1 wijk ontbreekt"
    assert found.loc[D, "wijken_missing"] == 0


def test_a_wijk_with_ground_from_outside_the_older_map_is_a_lower_bound(tmp_path):
    """F of 2025 holds square 8 too, where no wijk of 2015 is."""
    old = {code: at for code, at in OLD.items() if code != V}
    folder = made(
        tmp_path / "ws",
        (),
        {
            "areas-2015.geojson": areas(old, 2015),
            "areas-2025.geojson": areas({**NEW, F: (6, 9)}, 2025),
        },
        registrations=registers(["2015", T, "1", 3], ["2015", U, "1", 4], ["2015", S, "1", 1]),
        incidents=incidents(("2015-03-05", U), ("2015-03-06", S)),
    )
    for kind, series, number in (
        ("registrations", "47022NED 1", 5),
        ("incidents", "burenruzie", 1),
    ):
        found = on(folder, 2025, kind, series).set_index("wijkcode")
        assert found.loc[F, ["number", "wijken_missing"]].tolist() == [number, 1]
        assert found.loc[D, "wijken_missing"] == 0
    screen = ask(folder, "FROM ind_registrations").set_index("wijkcode")
    assert screen.loc[F, ["count_known", "wijken_missing"]].tolist() == [5, 1]


def test_the_map_gives_the_same_as_the_registers_of_the_screens(tmp_path):
    """Small monthly counts per buurt of wijken that were divided: both round in the same way."""
    rng = np.random.default_rng(5)
    codes = list(OLD)
    rows = [
        [f"2015-{month:02}", code, kind, int(count)]
        for month in range(1, 13)
        for kind in ("1", "2")
        for code, count in zip(codes, rng.poisson(1.1, len(codes)), strict=True)
    ]
    folder = made(tmp_path / "ws", registrations=registers(*rows))
    shown = ask(folder, "SELECT kind, period, wijkcode, count_known FROM ind_registrations")
    mine = pd.concat(on(folder, 2025, series=f"47022NED {kind}") for kind in ("1", "2"))
    mine["kind"] = mine["series"].str[-1]
    both = shown.merge(mine, on=["kind", "period", "wijkcode"], how="outer", validate="1:1")
    assert len(both) == len(shown) == len(mine) and (both["count_known"] == both["number"]).all()
    # over the year each part of the wijk that was split has what its residents say
    delivered = sum(row[3] for row in rows if row[1] == P and row[2] == "1")
    split = mine[(mine["kind"] == "1") & (mine["wijkcode"] == B)]["number"].sum()
    assert abs(split - delivered / 4) <= 1


def test_residents_and_households_per_year(tmp_path):
    folder = made(
        tmp_path / "ws",
        population__2015=population(list(OLD), 2015, first=1001),
        registrations=registers(["2025", A, "1", 1]),
    )
    found = on(folder, 2025, "population", "inwoners")
    assert numbers(found, "2025") == {code: 1000 + n for n, code in enumerate(NEW)}
    assert numbers(found, "2015") == {A: 751, B: 250, C: 2005, D: 1004, E: 670, F: 335 + 1006}
    assert left_out(folder, 2025, "population")["2015", V][1] == "outside"
    households = on(folder, 2015, "population", "huishoudens")
    assert numbers(households, "2015") == {code: 400 + n for n, code in enumerate(OLD)}


def test_of_a_period_on_two_divisions_one_counts_and_the_rest_is_named(tmp_path):
    folder = made(
        tmp_path / "ws",
        registrations__old=registers(["2025", Q, "1", 3], ["2025", R, "1", 4], ["2025", P, "1", 8]),
        registrations=registers(["2025", C, "1", 90]),
    )
    assert numbers(on(folder, 2025), "2025") == {A: 6, B: 2, C: 90}
    assert left_out(folder, 2025) == {
        ("2025", Q): (3, "superseded"), ("2025", R): (4, "superseded"),
    }  # fmt: skip
    assert numbers(on(folder, 2015), "2025") == {P: 8, Q: 3, R: 4}
    assert left_out(folder, 2015) == {("2025", C): (90, "superseded")}
    known = ask(folder, "SELECT wijkcode, count_known FROM ind_registrations ORDER BY wijkcode")
    assert known.values.tolist() == [[A, 6], [B, 2], [C, 90]]  # not 97
    assert "meer dan één wijkindeling" in call("check", folder).text


def test_wijken_with_one_code_in_two_divisions_are_not_the_same_row(tmp_path):
    """In 2015 the code of A was that of S: neither row is a repeat of the other."""
    old = {A if code == S else code: at for code, at in OLD.items()}
    mapping = {"file": "registrations-old.csv", "as": "registrations", "division": 2015}
    folder = made(
        tmp_path / "ws",
        [mapping],
        {"areas-2015.geojson": areas(old, 2015)},
        registrations__old=registers(["2025", A, "1", 5]),
        registrations=registers(["2025", A, "1", 7]),
    )
    assert numbers(on(folder, 2025), "2025") == {A: 7, D: 5}
    assert counts(folder)["registrations.csv"] == (1, 1, 0, 0)
    assert counts(folder)["registrations-old.csv"] == (1, 1, 0, 0)


INCIDENTS = ["incident_id", "occurred_at", "category", "wijkcode", "buurtcode", "x", "y"]


def incidents(*rows):
    """Rows of (day, place): a code of a wijk or a buurt, or how far east a point lies."""
    table = []
    for n, (day, place) in enumerate(rows):
        point = isinstance(place, float)
        code = None if point else place
        is_buurt = not point and place.startswith("BU")
        x, y = (X0 + place * SIDE, Y0 + 500) if point else (None, None)
        wijk, buurt = (None, code) if is_buurt else (code, None)
        table.append([f"{n}-{day}-{place}", day, "burenruzie", wijk, buurt, x, y])
    return csv_text(INCIDENTS, table)


def test_incidents_per_month_are_counts_and_may_be_divided(tmp_path):
    """On the screens an event of a wijk that was split has no wijk; here its month is divided."""
    old = [("2025-03-05", P), ("2025-03-06", P), ("2025-03-07", P), ("2025-03-08", P)]
    folder = made(
        tmp_path / "ws",
        incidents__old=incidents(*old, ("2025-04-02", V), ("2025-04-03", "BU00015600")),
        incidents=incidents(("2025-03-09", A), ("2025-04-04", B)),
    )
    assert counts(folder)["incidents-old.csv"] == (6, 0, 6, 0)
    reasons = ask(folder, "SELECT DISTINCT reason, detail FROM rejects ORDER BY detail")
    assert reasons.values.tolist() == [["wijk_not_convertible", code] for code in (P, V)]
    found = on(folder, 2025, "incidents", "burenruzie")
    zero = dict.fromkeys(NEW, 0)
    assert numbers(found, "2025-03") == zero | {A: 4, B: 1}
    assert numbers(found, "2025-04") == zero | {B: 1}
    march = found[(found["period"] == "2025-03") & (found["wijkcode"] == A)].iloc[0]
    assert march["is_converted"] and march["estimated_pct"] == 75
    assert left_out(folder, 2025, "incidents") == {("2025-04", V): (2, "outside")}
    on_old = on(folder, 2015, "incidents", "burenruzie")
    assert numbers(on_old, "2025-04")[P] == 1 and numbers(on_old, "2025-04")[V] == 2


def test_a_month_without_incidents_is_zero_only_where_the_delivery_reaches(tmp_path):
    folder = made(tmp_path / "ws", incidents=incidents(("2025-03-05", A), ("2025-06-05", A)))
    found = on(folder, 2015, "incidents", "burenruzie")
    assert set(found["period"]) == {"2025-03", "2025-06"}  # of the months between nothing is known
    assert set(found["wijkcode"]) == set(OLD) - {V}  # V is not on the map of the delivery
    assert found[found["wijkcode"] != P]["number"].tolist() == [0] * 10


def test_a_point_needs_no_converting(tmp_path):
    """6.25 lies in F and T; 8.5 in V alone, 9.5 in N alone, 12.0 nowhere."""
    points = [("2025-03-01", place) for place in (0.5, 1.5, 6.25, 8.5, 9.5, 12.0)]
    folder = made(tmp_path / "ws", incidents=incidents(*points))
    assert counts(folder)["incidents.csv"] == (6, 4, 2, 0)
    found = on(folder, 2025, "incidents", "burenruzie")
    assert {k: n for k, n in numbers(found, "2025-03").items() if n} == {A: 1, B: 1, F: 1, N: 1}
    on_old = on(folder, 2015, "incidents", "burenruzie")
    assert {k: n for k, n in numbers(on_old, "2025-03").items() if n} == {P: 2, T: 1, V: 1}
    assert not on_old["is_converted"].any()
    assert left_out(folder, 2025, "incidents") == {("2025-03", None): (1, "point_outside")}
    assert left_out(folder, 2015, "incidents") == {("2025-03", None): (1, "point_outside")}


def test_an_incident_that_was_delivered_twice_counts_once(tmp_path):
    """First on the map, later on the old division in a wijk that cannot move as a whole."""
    header = ["incident_id", "occurred_at", "category", "wijkcode"]
    first = csv_text(header, [["m1", "2025-03-05", "burenruzie", A]])
    later = csv_text(header, [["m1", "2025-03-05", "burenruzie", P]])
    folder = made(tmp_path / "ws", incidents__1=first, incidents__2=later)
    with closing(read_model.open_current(folder)) as build:
        totals = build.series_totals(2015, "incidents")
    assert totals["delivered"].tolist() == [1] and totals["shown"].tolist() == [1]


def test_signals_per_month_and_criterion(tmp_path):
    header = ["signal_id", "observed_on", "wijkcode", "criterion", "level", "reporter",
              "source_kind", "nothing_to_report"]  # fmt: skip
    rows = [
        [f"s{n}", "2025-03-05", code, "C5", 1, "wijkteam", "welzijn", "nee"]
        for n, code in enumerate([Q, R, R, P])
    ]
    rows.append(["s9", "2025-04-05", S, None, None, "wijkteam", "welzijn", "ja"])
    folder = made(tmp_path / "ws", signals=csv_text(header, rows))
    assert numbers(on(folder, 2025, "signals", "C5"), "2025-03") == {A: 1, B: 0, C: 3}
    assert numbers(on(folder, 2025, "signals", "nothing_to_report"), "2025-04") == {D: 1}


def test_a_survey_figure_goes_with_a_wijk_that_is_the_same_one(tmp_path):
    header = ["wave", "fieldwork_end", "wijkcode", "item_id", "n", "value"]
    rows = [["2024", "2024-05-01", code, "thuisgevoel", 200, 60 + n]
            for n, code in enumerate([P, Q, S])]  # fmt: skip
    answers = [["2024", "2024-05-01", f"r{n}", U, 1, "thuisgevoel", 4] for n in range(60)]
    folder = made(
        tmp_path / "ws",
        survey_results=csv_text(header, rows),
        surveys=csv_text(
            ["wave", "fieldwork_end", "respondent_id", "wijkcode", "weight", "item_id", "answer"],
            answers,
        ),
    )
    with closing(read_model.open_current(folder)) as build:
        here, there = (build.series_on(y, "surveys", "thuisgevoel") for y in (2015, 2025))
        gone = build.series_left_out(2025, "surveys")
    assert here.set_index("wijkcode")["value"].to_dict() == {P: 60, Q: 61, S: 62, U: 100}
    assert there.set_index("wijkcode")["value"].to_dict() == {D: 62}
    assert there["n"].tolist() == [200] and mark(NL, there.iloc[0]).startswith("omgerekend")
    assert gone[["wijkcode", "value", "reason", "change"]].values.tolist() == [
        [P, 60, "not_one_wijk", "split"], [Q, 61, "not_one_wijk", "merged"],
        [U, 100, "not_one_wijk", "redrawn"],
    ]  # fmt: skip


def test_too_few_answers_give_no_figure_on_any_division(tmp_path):
    header = ["wave", "fieldwork_end", "wijkcode", "item_id", "n", "value"]
    rows = [["2024", "2024-05-01", S, "thuisgevoel", 5, 60]]
    folder = made(tmp_path / "ws", survey_results=csv_text(header, rows))
    for year in (2015, 2025):
        row = on(folder, year, "surveys", "thuisgevoel").iloc[0]
        assert pd.isna(row["value"]) and number_in_words(NL, row) == "te weinig antwoorden"


def test_three_maps_convert_straight_from_the_delivery(tmp_path):
    """By way of 2025 a count of 2015 would be divided and added again; it goes straight to 2020."""
    middle = {code: at for code, at in OLD.items() if code not in (Q, R)} | {C: (2, 4)}
    folder = made(
        tmp_path / "ws",
        (),
        {"areas-2020.geojson": areas(middle, 2020)},
        registrations=registers(["2015", P, "1", 10], ["2015", Q, "1", 3], ["2015", R, "1", 4]),
    )
    found = on(folder, 2020).set_index("wijkcode")
    assert found["number"].to_dict() == {P: 10, C: 7}
    assert found["estimated_pct"].to_dict() == {P: 0, C: 0}


def test_one_map_gives_no_series(tmp_path):
    folder = write_workspace(tmp_path / "ws")
    built(folder)
    with closing(read_model.open_current(folder)) as build:
        assert build.series_offered().empty and build.division_years().empty
        assert build.series_on(2025).empty
    assert "alleen grenzen van één jaar" in call("series", folder, "--division", 2025).err


def test_the_command_prints_and_hands_over(every_change):
    text = call("series", every_change, "--division", 2015)
    assert text.code == 0 and "Reeksen op de wijkindeling van 2015" in text.out
    assert f"{N} Wijk 09" in text.out and "ligt niet op de kaart van 2015" in text.out
    asked = call("series", every_change, "--division", 2015, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(asked.out)))
    own = [row for row in rows if row["series"] == "47022NED 1" and row["period"] == "2025"]
    assert sum(float(row["number"]) for row in own) == sum(20 + n for n in range(len(NEW)))
    assert {row["status"] for row in own} == {"counted", "left_out"}
    [split] = [row for row in own if row["wijkcode"] == Q]
    assert split["explained"] == "omgerekend, geschat deel 100%"
    assert "Kies uit: 2015, 2025" in call("series", every_change, "--division", 2014).err


codes = st.sampled_from([*OLD])
amounts = st.one_of(st.none(), st.integers(0, 9), st.integers(0, 1_000_000))
months = st.integers(1, 12).map(lambda month: f"2015-{month:02}")


# each example is a whole build: none is searched for a smaller one
@settings(max_examples=6, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(
    old=st.dictionaries(st.tuples(months, codes, st.sampled_from("12")), amounts, min_size=1),
    new=st.dictionaries(st.tuples(months, st.sampled_from([*NEW])), amounts),
)
def test_whatever_is_delivered_the_totals_are_kept(tmp_path_factory, old, new):
    """Also where both divisions were delivered for one period, and where parts are withheld."""
    folder = made(
        tmp_path_factory.mktemp("any") / "ws",
        [{"file": "registrations-old.csv", "as": "registrations", "division": 2015}],
        registrations__old=registers(*([p, c, k, n] for (p, c, k), n in old.items())),
        # something that counts on the map, or there is no build
        registrations=registers(
            ["2024", A, "9", 1], *([p, c, "1", n] for (p, c), n in new.items())
        ),
    )
    delivered = {("47022NED 9", "2024"): 1}
    rows = [
        *((p, k, n) for (p, _, k), n in old.items()),
        *((p, "1", n) for (p, _), n in new.items()),
    ]
    for period, kind, count in rows:
        key = (f"47022NED {kind}", period)
        delivered[key] = delivered.get(key, 0) + (count or 0)
    with closing(read_model.open_current(folder)) as build:
        for year in (2015, 2025):
            shown = build.series_on(year, "registrations")
            gone = build.series_left_out(year, "registrations")
            both = pd.concat([shown, gone]).groupby(["series", "period"])["number"].sum()
            assert {key: int(number) for key, number in both.items()} == delivered
            lowest = shown[shown["number"].isna()]
            assert (lowest[["parts_withheld", "wijken_missing"]].sum(axis=1) > 0).all()
