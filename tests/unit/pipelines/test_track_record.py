"""Proposals against decisions: agreement, direction, lead, each with its n."""

from datetime import date, timedelta

import pandas as pd

from logbook import Decision, made
from pipelines.track_record import track_record

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
