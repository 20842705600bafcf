"""The types on both sides of the phase rule: evidence in, proposals out.

Any model that proposes phases takes an `Evidence` and gives a `Proposals`, so that the point rule
of `phase_rule.py` can be replaced without touching the pipeline or the screens.

Axes, always in this order: criterion (14), channel (3), wijk (W), week (T, oldest first).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

CRITERIA: tuple[str, ...] = tuple(f"C{number}" for number in range(1, 15))
CHANNELS: tuple[str, ...] = ("beleefd", "gezien", "vastgelegd")
PHASE_IDS: tuple[str, ...] = ("rust", "ongemak", "spanning", "incidenten", "onvoldoende_gegevens")
RUST, ONGEMAK, SPANNING, INCIDENTEN, ONVOLDOENDE = range(5)
BELEEFD, GEZIEN, VASTGELEGD = range(3)

GATE_IDS: tuple[str, ...] = (
    "too_few_channels",  # fewer usable channels than the rule asks: no phase can be named
    "severe_incident",  # a verified severe group incident inside the window
    "repeated_incidents",  # enough lighter group incidents inside the window
    "incidents_below_minimum",  # group incidents inside the window, but too few for incidenten
    "spanning_needs_two_criteria",  # a level of spanning somewhere, but not enough to name spanning
    "lone_signal_capped",  # an uncorroborated signal was counted at its maximum level
    "step_down_waits",  # the time without a new group incident is not over
    "step_down_feels_less_safe",  # the time is over, but C12 is worse than when incidents happened
    "step_down_one_phase",  # the levels are lower, but a phase falls one step per week at most
    "incident_despite_thin_data",  # incidenten is shown although too few channels are usable
    # only under a rule that weighs evidence:
    "incidenten_needs_incident",  # the evidence says incidenten, but too few incidents are known
    "change_not_clear",  # another phase is likelier, but not by enough to change the proposal
)

# course: nothing of this time speaks for the phase; it follows from earlier weeks
# fits: it agrees with the phase and adds nothing to its chance
REASON_KINDS: tuple[str, ...] = ("none", "level", "gate", "missing", "course", "fits")
REASON_NONE, REASON_LEVEL, REASON_GATE, REASON_MISSING, REASON_COURSE, REASON_FITS = range(6)
STRENGTHS: tuple[str, ...] = ("geen", "licht", "matig", "sterk")
STRENGTH_NONE, STRENGTH_LIGHT, STRENGTH_MODERATE, STRENGTH_STRONG = range(4)
REASONS_PER_PROPOSAL = 3

FloatArray = NDArray[np.float32] | NDArray[np.float64]
IntArray = NDArray[np.integer]


def gate_bit(gate_id: str) -> int:
    """The bit of one gate in `Proposals.gates`."""
    return 1 << GATE_IDS.index(gate_id)


def gates_in(mask: int) -> tuple[str, ...]:
    """The gates that are set in one value of `Proposals.gates`, in the order of GATE_IDS."""
    return tuple(gate for bit, gate in enumerate(GATE_IDS) if mask & (1 << bit))


@dataclass(frozen=True)
class Evidence:
    """What is known per wijk and week. All arrays are read only for the rule.

    levels: [14, 3, W, T] continuous level 0-3 per criterion and channel; NaN = nothing known.
    corroborated: [14, W, T] highest signal level that two independent reporters gave inside the
        signal window, or that was confirmed; -1 = none.
    severe_incidents: [W, T] number of C10 incidents in that week that are verified, severe and have
        a group dimension.
    group_incidents: [W, T] number of C10 incidents in that week with a group dimension, the severe
        ones included.
    usable: [3, W, T] whether a channel has enough data in that week to say anything.
    """

    levels: FloatArray
    corroborated: NDArray[np.int8]
    severe_incidents: IntArray
    group_incidents: IntArray
    usable: NDArray[np.bool_]

    def __post_init__(self) -> None:
        """Refuse arrays that do not belong together."""
        if self.levels.ndim != 4:
            raise ValueError(f"levels must have 4 axes, not {self.levels.ndim}")
        wijken, weeks = self.levels.shape[2:]
        expected = {
            "levels": (len(CRITERIA), len(CHANNELS), wijken, weeks),
            "corroborated": (len(CRITERIA), wijken, weeks),
            "severe_incidents": (wijken, weeks),
            "group_incidents": (wijken, weeks),
            "usable": (len(CHANNELS), wijken, weeks),
        }
        for name, shape in expected.items():
            found = getattr(self, name).shape
            if found != shape:
                raise ValueError(f"{name} must have shape {shape}, not {found}")
        if self.usable.dtype != np.bool_:
            raise ValueError(f"usable must be boolean, not {self.usable.dtype}")

    @property
    def wijken(self) -> int:
        """Number of wijken W."""
        return int(self.levels.shape[2])

    @property
    def weeks(self) -> int:
        """Number of weeks T."""
        return int(self.levels.shape[3])


@dataclass(frozen=True)
class Reasons:
    """Up to three reasons per proposal; every array is [3, W, T], the strongest reason first.

    kind: index into REASON_KINDS. criterion: index into CRITERIA, -1 = none. channel: index into
    CHANNELS, -1 = none. gate: index into GATE_IDS, -1 = none. level: the level as the rule counted
    it (after the cap on lone signals), NaN where it does not apply. strength: index into STRENGTHS.

    A `level` reason without a criterion says: this channel is usable and named no criterion at all.
    """

    kind: NDArray[np.int8]
    criterion: NDArray[np.int8]
    channel: NDArray[np.int8]
    gate: NDArray[np.int8]
    level: NDArray[np.float32]
    strength: NDArray[np.int8]

    @classmethod
    def empty(cls, wijken: int, weeks: int) -> Reasons:
        """Arrays without any reason, to be filled."""
        shape = (REASONS_PER_PROPOSAL, wijken, weeks)
        return cls(
            kind=np.zeros(shape, dtype=np.int8),
            criterion=np.full(shape, -1, dtype=np.int8),
            channel=np.full(shape, -1, dtype=np.int8),
            gate=np.full(shape, -1, dtype=np.int8),
            level=np.full(shape, np.nan, dtype=np.float32),
            strength=np.zeros(shape, dtype=np.int8),
        )


@dataclass(frozen=True)
class Proposals:
    """One proposal per wijk and week; every array is [W, T] unless said otherwise.

    phase: index into PHASE_IDS. gates: bit mask over GATE_IDS. since: index of the first week of
    the unbroken run of this phase. rule_version: the rule that made them.
    """

    phase: NDArray[np.int8]
    gates: NDArray[np.int16]
    since: NDArray[np.int32]
    reasons: Reasons
    rule_version: str
