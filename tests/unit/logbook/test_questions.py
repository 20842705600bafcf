"""What became of a signal, what is overdue, which phase counts."""

from datetime import date

from logbook import Overdue, confirmed_phase, overdue, what_became_of
from tests.unit.logbook.contents_maker import OTHER, ROLE, WIJK, decision, measure, signal

REPORTER = "jongerenwerk-waterhoek"


def test_a_reporter_sees_what_became_of_signals(logbook):
    logbook.save("s1", signal(observed_on=date(2026, 11, 2)), role=ROLE)
    logbook.save("s2", signal(), role=ROLE)
    logbook.save("s3", signal(reporter="school-waterhoek", source_kind="school"), role=ROLE)
    logbook.confirm_signal("s1", "school-waterhoek", "school", date(2026, 11, 3), role=ROLE)
    logbook.save("m1", measure(signal_ids=["s1"]), role=ROLE)
    newer, older = what_became_of(logbook, REPORTER, {"s1"})
    assert (newer.signal.subject_id, newer.is_used, newer.confirmed_by, newer.measures) == (
        "s2",
        False,
        (),
        (),
    )
    assert (older.signal.subject_id, older.is_used) == ("s1", True)
    assert (older.confirmed_by, older.measures) == (("school-waterhoek",), ("m1",))


def test_a_confirmed_phase_counts_until_it_expires(logbook):
    logbook.save("d", decision(), role=ROLE)
    assert confirmed_phase(logbook, WIJK, date(2026, 11, 19)) is None
    assert confirmed_phase(logbook, WIJK, date(2026, 11, 20)).phase == "spanning"
    assert confirmed_phase(logbook, WIJK, date(2027, 2, 18)).phase == "spanning"
    assert confirmed_phase(logbook, WIJK, date(2027, 2, 19)) is None
    later = decision(
        oordeel="reject", phase=None, reason="Te weinig gezien", decided_on=date(2026, 12, 1)
    )
    logbook.save("d2", later, role=ROLE)
    assert confirmed_phase(logbook, WIJK, date(2026, 12, 2)) is None


def test_what_is_overdue(logbook):
    logbook.save("d", decision(), role=ROLE)
    logbook.save("m1", measure(), role=ROLE)
    logbook.save("m2", measure(status="afgerond"), role=ROLE)
    weeks = {WIJK: 6, OTHER: 13}
    never = Overdue("review", OTHER, None, None)
    assert overdue(logbook, date(2026, 12, 31), weeks) == [never]
    review_due = Overdue("review", WIJK, "d", date(2027, 1, 1))
    assert overdue(logbook, date(2027, 1, 1), weeks) == [never, review_due]
    expired = Overdue("expired", WIJK, "d", date(2027, 2, 19))
    late = Overdue("measure", WIJK, "m1", date(2027, 1, 11))
    assert overdue(logbook, date(2027, 2, 19), weeks) == [never, late, expired]
