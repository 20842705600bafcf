"""Open places among the reasons are filled with what fits the phase, and with nothing else."""

from __future__ import annotations

import numpy as np

from indicators import CHANNELS, CRITERIA, PHASE_IDS, Evidence, Reasons
from indicators.evidence import REASON_FITS, REASON_LEVEL, REASON_NONE
from indicators.fitting_reasons import add_fitting_reasons

DRIVING = ("C1", "C2", "C3", "C5", "C6")


def situation(levels: dict[tuple[str, str], float], usable: tuple[str, ...]) -> Evidence:
    """One wijk, one week."""
    array = np.full((14, 3, 1, 1), np.nan, dtype=np.float32)
    for (criterion, channel), level in levels.items():
        array[CRITERIA.index(criterion), CHANNELS.index(channel), 0, 0] = level
    none = np.zeros((1, 1), dtype=np.int32)
    return Evidence(
        array,
        np.full((14, 1, 1), -1, dtype=np.int8),
        none,
        none,
        np.array([[[name in usable]] for name in CHANNELS]),
    )


def filled(phase: str, levels: dict[tuple[str, str], float], usable: tuple[str, ...]) -> list[str]:
    """The fitting reasons after one reason that weighs: C1, beleefd."""
    reasons = Reasons.empty(1, 1)
    reasons.kind[0, 0, 0] = REASON_LEVEL
    reasons.criterion[0, 0, 0] = CRITERIA.index("C1")
    reasons.channel[0, 0, 0] = CHANNELS.index("beleefd")
    phases = np.array([[PHASE_IDS.index(phase)]], dtype=np.int8)
    add_fitting_reasons(reasons, phases, situation(levels, usable), DRIVING)
    assert all(kind in (REASON_FITS, REASON_NONE) for kind in reasons.kind[1:, 0, 0])
    return [
        f"{CRITERIA[criterion]} {CHANNELS[channel]}"
        for kind, criterion, channel in zip(
            reasons.kind[:, 0, 0], reasons.criterion[:, 0, 0], reasons.channel[:, 0, 0], strict=True
        )
        if kind == REASON_FITS
    ]


LEVELS = {
    ("C1", "beleefd"): 1.9,
    ("C2", "beleefd"): 1.2,
    ("C3", "beleefd"): 1.6,
    ("C5", "vastgelegd"): 0.4,
    ("C6", "gezien"): 1.8,
    ("C12", "beleefd"): 1.7,
}


def test_the_highest_levels_of_the_phase_fill_the_places() -> None:
    found = filled("ongemak", LEVELS, ("beleefd", "gezien", "vastgelegd"))
    assert found == ["C6 gezien", "C3 beleefd"]


def test_a_channel_that_is_not_usable_gives_no_reason() -> None:
    assert filled("ongemak", LEVELS, ("beleefd", "vastgelegd")) == ["C3 beleefd", "C2 beleefd"]


def test_only_what_fits_the_phase_is_named() -> None:
    assert filled("rust", LEVELS, ("beleefd", "vastgelegd")) == ["C5 vastgelegd"]
    assert filled("incidenten", LEVELS, ("beleefd", "gezien", "vastgelegd")) == []


def test_without_a_phase_nothing_is_added() -> None:
    assert filled("onvoldoende_gegevens", LEVELS, ("beleefd",)) == []
