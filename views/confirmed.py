"""What people confirmed, beside what is proposed; neither ever takes the place of the other."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

import words
from language import Texts
from logbook import Decision, Version
from views.html import Safe, facts, heading, join, paragraph, phase_label, tag
from views.map_figure import Shown
from views.palette import PHASES

# On the map, before the letter of the phase that people confirmed.
OTHERWISE = "≠"


@dataclass(frozen=True)
class Standing:
    """The last decision about a wijk, the role that recorded it, and what it is worth on a day.

    counts: a phase was confirmed and has not expired. rejected: people rejected the proposal and
    named no phase. expired: too long ago to count.
    """

    decision: Decision
    role: str
    status: Literal["counts", "rejected", "expired"]

    def differs_from(self, proposed: str) -> bool:
        """Whether people now hold something else than is proposed. What expired differs from
        nothing, and what was rejected is only about the phase that was proposed then.
        """
        if self.status == "counts":
            return self.decision.phase != proposed
        return self.status == "rejected" and self.decision.proposed_phase == proposed


def standings(versions: Iterable[Version], on: dt.date) -> dict[str, Standing]:
    """wijkcode -> its last decision taken by a day, from the newest versions of the decisions."""
    found: dict[str, Standing] = {}
    taken = [
        (version.content, version.role)
        for version in versions
        if isinstance(version.content, Decision) and version.content.decided_on <= on
    ]
    for decision, role in sorted(taken, key=lambda one: (one[0].decided_on, one[0].week)):
        found[decision.wijkcode] = Standing(decision, role, _status(decision, on))
    return found


def _status(decision: Decision, on: dt.date) -> Literal["counts", "rejected", "expired"]:
    if decision.expires_on <= on:
        return "expired"
    return "counts" if decision.phase else "rejected"


def status(_: Texts, standing: Standing | None, proposed: str) -> str:
    """What a proposal is worth, in a few words."""
    if standing is None:
        return _("voorstel, nog door niemand bevestigd")
    if standing.status == "expired":
        return _("voorstel; het laatste besluit is verlopen")
    if standing.status == "rejected":
        if standing.differs_from(proposed):
            return _("voorstel, door mensen verworpen")
        return _("voorstel; een eerder voorstel is verworpen")
    if standing.differs_from(proposed):
        phase = words.phase(_, str(standing.decision.phase))
        return _("voorstel; mensen stelden {phase} vast", phase=phase)
    return _("voorstel, door mensen bevestigd")


def in_words(_: Texts, standing: Standing) -> str:
    """ "spanning, tot 19 februari 2027": for a cell or a hover."""
    decision = standing.decision
    until = _.date(decision.expires_on)
    if standing.status == "expired":
        if decision.phase is None:
            return _("een verworpen voorstel, verlopen sinds {date}", date=until)
        phase = words.phase(_, decision.phase)
        return _("was {phase}, verlopen sinds {date}", phase=phase, date=until)
    if decision.phase is None:
        return _("voorstel verworpen op {date}", date=_.date(decision.decided_on))
    return _("{phase}, geldt tot {date}", phase=words.phase(_, decision.phase), date=until)


def cell(_: Texts, standing: Standing | None, proposed: str) -> Safe:
    """For a list of wijken: the confirmed phase, and a sign where it differs from the proposal."""
    if standing is None:
        return tag("span", _("nog niet"), "wp-muted")
    decision = standing.decision
    if standing.status == "counts":
        shown = phase_label(_, str(decision.phase))
        period = _(
            "{first} tot {last}, {role}",
            first=_.date(decision.decided_on),
            last=_.date(decision.expires_on),
            role=standing.role,
        )
    else:
        shown = tag("span", in_words(_, standing))
        period = _("{date}, {role}", date=_.date(decision.decided_on), role=standing.role)
    parts: list[object] = [shown]
    if standing.differs_from(proposed):
        parts += [" ", tag("strong", _("{sign} anders dan het voorstel", sign=OTHERWISE))]
    parts.append(tag("span", period, "wp-line-below wp-note"))
    return join(parts)


def panel(_: Texts, standing: Standing | None, proposed: str, rank: int = 2) -> Safe:
    """What people decided: since when, until when, by which role, and why it differs."""
    title = heading(rank, _("Wat mensen besloten"))
    if standing is None:
        nobody = _("Over deze wijk is nog geen besluit genomen. Er is alleen het voorstel.")
        return tag("section", join([title, paragraph(nobody)]), "wp-decided")
    decision = standing.decision
    parts: list[object] = [title]
    if decision.phase:
        parts.append(phase_label(_, decision.phase, is_large=standing.status == "counts"))
    parts.append(paragraph(_status_line(_, standing)))
    until = _("Gold tot") if standing.status == "expired" else _("Geldt tot")
    parts.append(
        facts(
            [
                (_("Besloten op"), _.date(decision.decided_on)),
                (until, _.date(decision.expires_on)),
                (_("Vastgelegd door"), standing.role),
                (_("Gaat over"), _.week(decision.week)),
            ]
        )
    )
    parts += _difference(_, standing, proposed)
    return tag("section", join(parts), "wp-decided")


def _status_line(_: Texts, standing: Standing) -> str:
    date = _.date(standing.decision.expires_on)
    if standing.status == "expired":
        return _(
            "Dit besluit is verlopen sinds {date} en telt niet meer. Kijk samen opnieuw.", date=date
        )
    if standing.decision.phase is None:
        return _("Het voorstel is verworpen. Er is geen andere fase voor in de plaats gekomen.")
    return _("Dit is wat mensen die de wijk kennen vaststelden.")


def _difference(_: Texts, standing: Standing, proposed: str) -> list[Safe]:
    """What was proposed then where people chose otherwise, and what is proposed now."""
    decision = standing.decision
    then = words.phase(_, decision.proposed_phase)
    parts = []
    if decision.oordeel == "adjust":
        parts.append(
            paragraph(
                _(
                    "Het voorstel was toen {phase}. De reden om anders te besluiten: {reason}",
                    phase=then,
                    reason=decision.reason,
                )
            )
        )
    elif decision.oordeel == "reject":
        parts.append(
            paragraph(
                _(
                    "Het voorstel was toen {phase}. De reden om het te verwerpen: {reason}",
                    phase=then,
                    reason=decision.reason,
                )
            )
        )
    if decision.proposed_phase != proposed:
        text = _(
            "Het voorstel is daarna veranderd: het was {before} en is nu {now}.",
            before=then,
            now=words.phase(_, proposed),
        )
        parts.append(paragraph(text))
    if standing.differs_from(proposed):
        text = _("{sign} Anders dan het voorstel van nu. Beide staan hier.", sign=OTHERWISE)
        parts.append(paragraph(tag("strong", text)))
    return parts


def marked(
    _: Texts, shown: dict[str, Shown], standing: Mapping[str, Standing], proposed: Mapping[str, str]
) -> dict[str, Shown]:
    """The layer of phases, with a mark on each wijk where people decided otherwise."""
    found = dict(shown)
    for code, one in standing.items():
        if code not in shown or code not in proposed or one.status == "expired":
            continue
        text = _(
            "{proposal}<br>vastgesteld: {decided}",
            proposal=shown[code].words,
            decided=in_words(_, one),
        )
        mark = ""
        if one.differs_from(proposed[code]):
            letter = PHASES[one.decision.phase].sign if one.decision.phase else ""
            mark = f"{OTHERWISE}{letter}"
        found[code] = replace(shown[code], words=text, mark=mark)
    return found


def legend(_: Texts, shown: Mapping[str, Shown], *, has_outlines: bool) -> Safe:
    """What the mark on the map means, where there is one."""
    marks = [one.mark for one in shown.values() if one.mark]
    if not marks:
        return Safe("")
    count = _.plural("{n} wijk", "{n} wijken", len(marks))
    if has_outlines:
        text = _(
            "{sign} met een letter: mensen stelden die fase vast, anders dan het voorstel "
            "({wijken}). Zonder letter: zij verwierpen het voorstel.",
            sign=OTHERWISE,
            wijken=count,
        )
    else:
        text = _(
            "In {wijken} besloten mensen anders dan het voorstel. Dat staat in de tabel.",
            wijken=count,
        )
    return paragraph(text, "wp-note")
