"""Proposals against decisions: agreement, direction, lead, each with its n."""

from datetime import date, timedelta

import pandas as pd

from logbook import Decision, made, rules
from pipelines.track_record import median_interval, share_interval_pct, track_record

WIJK = "WK000101"
MONDAY = date(2026, 6, 1)


def decision(week: int, proposed: str, phase: str | None, wijk: str = WIJK) -> Decision:
    monday = MONDAY + timedelta(weeks=week)
    same = proposed == phase
    return made(
        Decision, wijkcode=wijk, week=monday, phase=phase, reason="" if same else "Anders gezien",
        oordeel="confirm" if same else "adjust" if phase else "reject", proposed_phase=proposed,
        rule_version="1", build_id="build-1", decided_on=monday + timedelta(days=3),
    )  # fmt: skip


def weeks(phases: str) -> pd.DataFrame:
    names = {"R": "rust", "O": "ongemak", "S": "spanning", "?": "onvoldoende_gegevens"}
    days = [MONDAY + timedelta(weeks=n) for n in range(len(phases))]
    return pd.DataFrame(
        {"wijkcode": WIJK, "week_start": days, "phase": [names[letter] for letter in phases]}
    )


def test_agreement_and_direction_are_counted_with_n() -> None:
    taken = [
        decision(0, "rust", "rust"),
        decision(1, "ongemak", "spanning"),
        decision(2, "spanning", "ongemak"),
        decision(3, "spanning", None),
        decision(20, "onvoldoende_gegevens", "rust"),
    ]
    record = track_record(taken, weeks("R"))
    assert (record.n, record.agreed, record.higher, record.lower) == (3, 1, 1, 1)
    assert (record.without_phase, record.without_proposal) == (1, 1)
    assert record.agreed_pct is not None and round(record.agreed_pct, 1) == 33.3
    assert record.pairs["n"].sum() == 3
    assert record.by_quarter.to_dict("records") == [{"quarter": "2026-K2", "n": 3, "agreed": 1}]


def test_without_decisions_there_is_no_share() -> None:
    record = track_record([], weeks("R"))
    assert (record.n, record.agreed_pct, record.lead_median_weeks, record.lead_n) == (
        0,
        None,
        None,
        0,
    )


def test_the_lead_is_how_long_the_proposals_were_as_high_before_a_rise() -> None:
    rise = [decision(0, "rust", "rust"), decision(6, "spanning", "spanning")]
    for phases, lead in (
        ("RRRRRRS", 0),
        ("RRRSSSS", 3),
        ("RRSRSSS", 2),
        ("RRSSSSR", None),
        ("SS?SSSS", 3),
    ):
        record = track_record(rise, weeks(phases))
        assert record.lead_weeks == (lead,), phases
    fall = [decision(0, "spanning", "spanning"), decision(6, "rust", "rust")]
    assert track_record(fall, weeks("SSSRRRR")).lead_weeks == ()


def test_below_the_minimum_there_is_no_interval() -> None:
    least = rules().track_record_minimum.value
    few = [decision(week, "rust", "rust") for week in range(least - 1)]
    assert track_record(few, weeks("R")).agreed_interval_pct is None
    enough = [*few, decision(least, "rust", "ongemak")]
    record = track_record(enough, weeks("R"))
    assert record.is_enough
    low, high = record.agreed_interval_pct or (0.0, 0.0)
    assert low < 100 * (least - 1) / least < high < 100


def test_the_interval_of_a_share_is_wilsons() -> None:
    """10 of 20: (0.5 + z²/40 ± z sqrt(0.0125 + z²/1600)) / (1 + z²/20), by hand 29.9-70.1."""
    low, high = share_interval_pct(10, 20)
    assert (round(low, 1), round(high, 1)) == (29.9, 70.1)


def test_the_interval_of_a_median_is_that_of_the_table() -> None:
    """Conover's table for the median: 20 values give the 6th and the 15th, 6 values both ends."""
    assert median_interval(list(range(1, 21))) == (6, 15)
    assert median_interval([3, 1, 2, 6, 5, 4]) == (1, 6)
    assert median_interval([1, 2, 3, 4, 5]) is None
    assert median_interval([]) is None
