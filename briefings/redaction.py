"""What each level of redaction leaves out. Numbers are protected in disclosure.py.

intern: for who works with the data; everything, exact.
college: for who decides; signals, measures and roles stay, small numbers are hidden, the rest is
rounded.
openbaar: for everybody; the numbers of college, without signals of professionals, without measures,
and without what names a single event.
"""

from __future__ import annotations

from dataclasses import replace

from briefings.disclosure import has_enough_residents, policy, rounded, suppressed
from briefings.model import (
    GROUP_INCIDENTS,
    NOTHING_TO_REPORT,
    PROTECTED,
    REPORTS,
    Figure,
    Level,
    Proposal,
    Reason,
    WijkPart,
)

# A gate of the rule can tell that there was one certain incident.
HIDDEN_GATE = "openbaar"
# These changes are about the reports of professionals, or about people who do not report.
_ABOUT_REPORTS = ("reports", "calm_weeks")


def redact(part: WijkPart, level: Level) -> WijkPart:
    """The part of one wijk as it may stand in a briefing of this level."""
    if level not in PROTECTED:
        return part
    if not has_enough_residents(part.residents):
        return _without_results(part)
    protected = replace(
        part,
        residents=None if part.residents is None else rounded(part.residents),
        proposal=None if part.proposal is None else _coarser(part.proposal),
        reasons=tuple(_protected(reason) for reason in part.reasons),
        silent=(),
        registers=(),
    )
    return protected if level == "college" else _public(protected)


def _without_results(part: WijkPart) -> WijkPart:
    """Only the name of the wijk, and that nothing is shown about it."""
    return replace(
        part,
        is_hidden=True,
        residents=None,
        residents_year=None,
        residents_estimated_pct=None,
        proposal=None,
        confirmation=None,
        previous_phase=None,
        coverage=suppressed(part.coverage),
        reasons=(),
        changes=None,
        robustness=None,
        strengths=(),
        measures=(),
        silent=(),
        registers=(),
        history=(),
    )


def _coarser(proposal: Proposal) -> Proposal:
    step = policy().values.chance_step_pct.value / 100.0
    chances = {name: round(chance / step) * step for name, chance in proposal.chances.items()}
    return replace(proposal, chances=chances, chance_step=step)


def _protected(reason: Reason) -> Reason:
    """Without the level that would give away a hidden number."""
    figure = reason.figure
    if figure is None:
        return reason
    if figure.kind == "signals" or figure.id == GROUP_INCIDENTS:
        return replace(reason, figure=_counted(figure))
    if figure.status in ("suppressed", "missing"):
        return replace(reason, level=None)
    # The level is that of the week; the count shown beside it may be of other weeks.
    return replace(reason, level=None) if figure.kind == "count" else reason


def _counted(figure: Figure) -> Figure:
    if figure.n is None or figure.n < policy().values.minimum_count.value:
        return replace(suppressed(figure), is_corroborated=figure.is_corroborated)
    number = rounded(figure.n)
    # A level of signals is rounded to a whole one; of a count the value is the count itself.
    is_level = figure.kind == "signals" and figure.id not in (NOTHING_TO_REPORT, REPORTS)
    value = float(round(figure.value or 0.0)) if is_level else float(number)
    return replace(figure, n=number, value=value, is_rounded=True)


def _public(part: WijkPart) -> WijkPart:
    proposal = part.proposal
    if proposal is not None:
        gates = (HIDDEN_GATE,) if proposal.gates else ()
        proposal = replace(proposal, gates=gates)
    changes = part.changes
    if changes is not None:
        changes = tuple(one for one in changes if one.kind not in _ABOUT_REPORTS)
    strengths = tuple(
        replace(one, channels=channels)
        for one in part.strengths
        if (channels := tuple(name for name in one.channels if name != "gezien"))
    )
    return replace(
        part,
        proposal=proposal,
        reasons=tuple(_named(reason) for reason in part.reasons if reason.channel != "gezien"),
        changes=changes,
        strengths=strengths,
        measures=(),
    )


def _named(reason: Reason) -> Reason:
    if reason.kind != "gate":
        return reason
    return replace(reason, reason_id=HIDDEN_GATE, figure=None)
