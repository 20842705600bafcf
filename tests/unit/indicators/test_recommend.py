"""The plain lookup of what fits a phase and what does not yet."""

from __future__ import annotations

from typing import cast

import pytest

from indicators import PHASE_IDS, fitting, load_knowledge
from indicators.models import PhaseId

KNOWLEDGE = load_knowledge()


def _fits(phase: str) -> list[str]:
    return [item.id for item in fitting(KNOWLEDGE, cast(PhaseId, phase))[0]]


def _not_yet(phase: str) -> list[str]:
    return [item.intervention.id for item in fitting(KNOWLEDGE, cast(PhaseId, phase))[1]]


@pytest.mark.parametrize("phase", PHASE_IDS)
def test_fitting_and_not_yet_never_overlap(phase: str) -> None:
    assert _fits(phase)
    assert not set(_fits(phase)) & set(_not_yet(phase))


def test_at_incidents_safety_comes_before_contact() -> None:
    fits = _fits("incidenten")
    assert fits[0] == "aanpakken-en-handhaven"
    assert fits.index("aanpakken-en-handhaven") < fits.index("koffiemoment")
    contact = {"burendag", "buurttuin", "dialoog-kennismaking", "dialoog-schurend-onderwerp"}
    assert contact <= set(_not_yet("incidenten"))
    assert not contact & set(fits)


def test_at_tension_indirect_contact_comes_before_dialogue() -> None:
    fits = _fits("spanning")
    for indirect in ("denkbeeldig-contact", "verhalen-in-de-buurt", "rolmodellen-duos"):
        assert fits.index(indirect) < fits.index("dialoog-schurend-onderwerp")
    assert "burendag" in _not_yet("spanning")


def test_in_calm_no_enforcement() -> None:
    assert "aanpakken-en-handhaven" in _not_yet("rust")
    assert _fits("rust")[0] == "sleutelfigurennetwerk"


def test_without_enough_data_only_what_helps_to_find_out() -> None:
    assert _fits("onvoldoende_gegevens") == [
        "periodiek-signaleringsoverleg",
        "sleutelfigurennetwerk",
    ]


def test_each_not_yet_says_why_in_both_languages() -> None:
    for phase in PHASE_IDS:
        for item in fitting(KNOWLEDGE, cast(PhaseId, phase))[1]:
            assert len(item.why.nl) > 20 and len(item.why.en) > 20


def test_unknown_phase_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown phase"):
        fitting(KNOWLEDGE, cast(PhaseId, "paniek"))
