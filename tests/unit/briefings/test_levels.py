"""What each level of redaction holds and leaves out, and where decisions come from."""

from dataclasses import replace
from datetime import date

import pytest

from briefings.document import texts_of
from briefings.making import document
from briefings.model import PROTECTED, Reason
from briefings.redaction import HIDDEN_GATE, redact
from indicators import load_knowledge
from language import texts_for
from tests.unit.briefings.conftest import CONFIRMED, WITH_MEASURE, request_of

KNOWLEDGE = load_knowledge()
NL = texts_for("nl")
SMALL = "WK000012"


def part(reader, level, code):
    return reader.full(request_of(level, code)).wijken[0]


def text(reader, level, *codes) -> str:
    return "\n".join(texts_of(document(NL, KNOWLEDGE, reader, request_of(level, *codes))))


def test_public_has_no_signals_and_no_measures(reader):
    briefing = reader.full(request_of("openbaar"))
    for one in briefing.wijken:
        assert not one.measures and not one.silent and not one.registers
        assert all(reason.channel != "gezien" for reason in one.reasons)
        assert all("gezien" not in strength.channels for strength in one.strengths)
    internal = reader.full(request_of("intern"))
    assert any(reason.channel == "gezien" for one in internal.wijken for reason in one.reasons)
    assert "Koffie op het plein" not in text(reader, "openbaar", WITH_MEASURE)


def test_measures_are_shown_to_who_decides(reader):
    for level in ("intern", "college"):
        shown = text(reader, level, WITH_MEASURE)
        assert "Koffie op het plein" in shown and "opbouwwerk-oost" in shown
        assert "1 december 2026" in shown


def test_a_confirmed_phase_is_named_with_its_day(reader):
    for level in ("intern", "college", "openbaar"):
        shown = text(reader, level, CONFIRMED)
        assert "spanning, vastgesteld" in shown and "4 november 2026" in shown
        assert part(reader, level, CONFIRMED).confirmation.decided_on == date(2026, 11, 4)


def test_roles_are_for_inside_only(reader):
    silent = [one for one in reader.full(request_of("intern")).wijken if one.silent]
    assert silent
    role = silent[0].silent[0].reporter
    assert role in text(reader, "intern", silent[0].wijkcode)
    for level in PROTECTED:
        assert role not in text(reader, level, silent[0].wijkcode)


@pytest.mark.parametrize("level", PROTECTED)
def test_a_wijk_with_few_residents_shows_nothing_but_its_name(reader, level):
    hidden = part(reader, level, SMALL)
    assert hidden.is_hidden and hidden.proposal is None and not hidden.history
    assert all(figure.value is None and figure.n is None for figure in hidden.figures)
    assert part(reader, "intern", SMALL).proposal is not None
    overview = text(reader, level)
    assert "niet getoond: te weinig inwoners" in overview


def test_chances_are_coarser_outside(reader):
    for level in PROTECTED:
        for one in reader.full(request_of(level)).wijken:
            for chance in one.proposal.chances.values() if one.proposal else ():
                assert round(chance * 100) % 5 == 0
        assert "minder dan 5%" in text(reader, level, *reader.codes())


def test_a_single_event_is_not_told_in_public(reader):
    """The gate "a severe incident" says that there was at least one; its name is left out."""
    known = part(reader, "intern", WITH_MEASURE)
    reason = Reason("gate", "severe_incident", None, None, None, None, None)
    told = replace(
        known, proposal=replace(known.proposal, gates=("severe_incident",)), reasons=(reason,)
    )
    assert redact(told, "college").proposal.gates == ("severe_incident",)
    public = redact(told, "openbaar")
    assert public.proposal.gates == (HIDDEN_GATE,)
    assert [one.reason_id for one in public.reasons] == [HIDDEN_GATE]


def test_changes_in_public_are_not_about_reports(reader):
    internal = {one.kind for p in reader.full(request_of("intern")).wijken for one in p.changes}
    public = {
        one.kind for p in reader.full(request_of("openbaar")).wijken for one in p.changes or ()
    }
    assert "reports" in internal
    assert public <= {"severe_incident", "channel"}
