"""How proposals compare with what people decided, over time; never per person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from statistics import median

import pandas as pd

from indicators import PHASE_IDS
from logbook import Decision, Logbook
from logbook.questions import decisions
from pipelines.read_model import Build

PHASES = PHASE_IDS[:4]
# A proposal this long before the decision is no longer about the same moment.
LONGEST_LEAD_WEEKS = 26


@dataclass(frozen=True)
class TrackRecord:
    """n: decisions that could be compared (both a proposed and a confirmed phase). agreed; higher
    and lower: people chose a phase further along or nearer to rust. without_phase: rejected and
    nothing came in its place. without_proposal: there were too few data for one. pairs: proposed,
    confirmed, n. by_quarter: quarter (2026-K4), n, agreed. lead_weeks: for each rise of a confirmed
    phase how many weeks before that decision the proposals had risen as far and stayed there; 0 =
    the same week, empty where they had not. lead_median_weeks: over those that had, with lead_n.
    """

    n: int
    agreed: int
    higher: int
    lower: int
    without_phase: int
    without_proposal: int
    pairs: pd.DataFrame
    by_quarter: pd.DataFrame
    lead_weeks: tuple[int | None, ...]

    @property
    def agreed_pct(self) -> float | None:
        """Share of the comparable decisions that agree; None where there are none."""
        return 100.0 * self.agreed / self.n if self.n else None

    @property
    def lead_n(self) -> int:
        """How many rises the proposals showed by the time of the decision."""
        return sum(weeks is not None for weeks in self.lead_weeks)

    @property
    def lead_median_weeks(self) -> float | None:
        """The median lead over those rises."""
        known = [weeks for weeks in self.lead_weeks if weeks is not None]
        return float(median(known)) if known else None


def track_record(taken: list[Decision], proposals: pd.DataFrame) -> TrackRecord:
    """Compare decisions with what was proposed at the time, and rises with the proposals per week
    (wijkcode, week_start, phase; as of one build).
    """
    comparable = [one for one in taken if one.phase and one.proposed_phase in PHASES]
    rows = [
        {
            "proposed": one.proposed_phase,
            "confirmed": one.phase,
            "quarter": f"{one.decided_on.year}-K{(one.decided_on.month + 2) // 3}",
            "step": PHASES.index(str(one.phase)) - PHASES.index(one.proposed_phase),
        }
        for one in comparable
    ]
    frame = pd.DataFrame(rows, columns=["proposed", "confirmed", "quarter", "step"])
    pairs = frame.groupby(["proposed", "confirmed"]).size().reset_index(name="n")
    quarters = frame.assign(agreed=frame["step"] == 0).groupby("quarter")["agreed"]
    by_quarter = quarters.agg(n="size", agreed="sum").reset_index()
    return TrackRecord(
        n=len(frame),
        agreed=int((frame["step"] == 0).sum()),
        higher=int((frame["step"] > 0).sum()),
        lower=int((frame["step"] < 0).sum()),
        without_phase=sum(one.phase is None for one in taken),
        without_proposal=sum(one.proposed_phase not in PHASES for one in taken),
        pairs=pairs,
        by_quarter=by_quarter,
        lead_weeks=tuple(_lead_weeks(taken, proposals)),
    )


def read_track_record(build: Build, logbook: Logbook) -> TrackRecord:
    """The track record of a workspace: every decision, and the proposals of one build."""
    proposals = build.phases_for_export(None)
    weeks = build.weeks().set_index("iso_week")["week_start"]
    return track_record(
        [one for _, one in decisions(logbook)],
        pd.DataFrame(
            {
                "wijkcode": proposals["wijkcode"],
                "week_start": proposals["week"].map(weeks),
                "phase": proposals["proposed_phase"],
            }
        ),
    )


def _lead_weeks(taken: list[Decision], proposals: pd.DataFrame) -> list[int | None]:
    out: list[int | None] = []
    weekly = {
        str(code): {
            pd.Timestamp(week).date(): str(phase)
            for week, phase in zip(rows["week_start"], rows["phase"], strict=True)
        }
        for code, rows in proposals.groupby("wijkcode")
    }
    before: dict[str, str] = {}
    for one in sorted(taken, key=lambda decision: (decision.decided_on, decision.week)):
        if one.phase is None:
            continue
        last = before.get(one.wijkcode)
        if last is not None and PHASES.index(one.phase) > PHASES.index(last):
            out.append(_lead(weekly.get(one.wijkcode, {}), one))
        before[one.wijkcode] = one.phase
    return out


def _lead(phases: dict[date, str], rise: Decision) -> int | None:
    """Weeks in a row up to the week of the decision in which the proposal was as high; one is 0."""
    height = PHASES.index(str(rise.phase))
    weeks = 0
    for week in sorted((day for day in phases if day <= rise.week), reverse=True):
        if phases[week] not in PHASES or PHASES.index(phases[week]) < height:
            break
        weeks += 1
        if weeks > LONGEST_LEAD_WEEKS:
            break
    return weeks - 1 if weeks else None
