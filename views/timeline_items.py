"""What stands on the timeline of a wijk, made alike: a day, a kind, the words, and where it stands.

From three places: the rows of the build, its proposals per week, and the logbook.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

import pandas as pd

import words
from indicators import Knowledge
from indicators.models import WordList
from language import Texts
from logbook import AgendaItem, Decision, LookBack, Measure, Signal, Version
from views import charts, frame, memory_words
from views.html import Safe, join, phase_label, tag
from words.rows import rows_of

# In the order of the lanes. `melding`: reports that were not between or against groups.
KINDS = ("voorstel", "besluit", "incident", "melding", "signaal", "agenda", "maatregel")
# The other reports are many and stand in the chart per week; whoever wants can have them here.
DEFAULT_KINDS = tuple(kind for kind in KINDS if kind != "melding")


@dataclass(frozen=True)
class Item:
    """One thing on the timeline, on a day or from a day until another.

    what: the words in the table; plain: the same, shorter and without tags. mark: what it is drawn
    with: a phase (two at doubt), a level, or for a measure `start` or `look`.
    """

    kind: str
    day: dt.date
    what: Safe
    where: str
    until: dt.date | None = None
    mark: str = ""
    plain: str = ""


@dataclass(frozen=True)
class Labels:
    """The words of the closed lists, in one language."""

    texts: Texts
    knowledge: Knowledge

    def of(self, terms: WordList, term_id: Any) -> str:
        """The word for an id; one that is not in the list is shown as it came."""
        return self.texts.of(terms.label(term_id)) if term_id in terms.ids else str(term_id)

    def criterion(self, criterion_id: Any) -> str:
        """The name of a criterion."""
        found = self.knowledge.criteria.get(str(criterion_id))
        return self.texts.of(found.name) if found else str(criterion_id)


def kind_name(_: Texts, kind: str) -> str:
    """The kind in words."""
    return {
        "voorstel": _("voorgestelde fase"),
        "besluit": _("besluit van mensen"),
        "incident": _("incident tussen of tegen groepen"),
        "melding": _("overige meldingen"),
        "signaal": _("signaal"),
        "agenda": _("agenda"),
        "maatregel": _("maatregel"),
    }[kind]


def from_proposals(_: Texts, found: Sequence[charts.Run], rule_version: str) -> list[Item]:
    """Each time the proposal became another one."""
    items = []
    for run in found:
        label = phase_label(_, run.phase)
        names = [words.phase(_, phase) for phase in (run.phase, run.other) if phase]
        what: object = label
        if run.other:
            what = join([label, _(" of "), phase_label(_, run.other)])
        items.append(
            Item(
                "voorstel",
                run.since,
                join(
                    [
                        what,
                        " ",
                        tag("span", _.plural("({n} week)", "({n} weken)", run.weeks), "wp-muted"),
                    ]
                ),
                _("regelversie {version}", version=rule_version),
                run.until,
                "/".join(phase for phase in (run.phase, run.other) if phase),
                " / ".join(names),
            )
        )
    return items


def from_build(labels: Labels, events: pd.DataFrame) -> list[Item]:
    """Incidents, signals and agenda, each with file and row."""
    return [_of_row(labels, row) for row in rows_of(events)]


def _of_row(labels: Labels, row: Any) -> Item:
    _ = labels.texts
    where = _("{file}, rij {row}", file=row.file, row=_.number(int(row.row_number)))
    day, until = frame.day(row.date), frame.day(row.until)
    assert day is not None
    if row.kind == "agenda":
        what = _agenda(labels, row.title, row.what, frame.known(row.level))
        return Item("agenda", day, what, where, until, plain=row.title)
    if row.kind == "incident":
        kind = "incident" if row.group_dimension == "ja" else "melding"
        what, plain = _incident(labels, row)
        return Item(kind, day, what, where, plain=plain)
    criterion = None if row.what == "nothing_to_report" else row.what
    what, plain = _signal(labels, criterion, row.level, row.source_kind, bool(row.is_verified))
    return Item("signaal", day, what, where, mark=_level_mark(criterion, row.level), plain=plain)


def _agenda(labels: Labels, title: str, kind: str, impact: Any) -> Safe:
    _ = labels.texts
    name = labels.of(labels.knowledge.vocabulary.agenda_kind, kind).lower()
    if impact is None:
        return join([tag("strong", title), f" ({name})"])
    expected = _("verwachte invloed {level} van 3", level=_.number(int(impact)))
    return join([tag("strong", title), f" ({name}, {expected})"])


def _incident(labels: Labels, row: Any) -> tuple[Safe, str]:
    _ = labels.texts
    category = labels.knowledge.categories.get(row.what)
    name = _.of(category.name) if category else str(row.what)
    weight = _("ernstig") if row.severity == "ernstig" else _("licht")
    proof = _("vastgesteld") if row.is_verified else _("nog niet vastgesteld")
    return join([tag("strong", name), f" ({weight}, {proof})"]), name


def _signal(
    labels: Labels, criterion: Any, level: Any, source_kind: str, is_confirmed: bool
) -> tuple[Safe, str]:
    _ = labels.texts
    who = labels.of(labels.knowledge.vocabulary.source_kind, source_kind).lower()
    if criterion is None:
        return join([tag("strong", _("niets te melden")), f" ({who})"]), _("niets te melden")
    name = labels.criterion(criterion)
    stands = words.level(_, float(level))
    seen = _("door een tweede bevestigd") if is_confirmed else _("los signaal")
    return join([tag("strong", name), f": {stands} ({who}, {seen})"]), f"{name}: {stands}"


def _level_mark(criterion: Any, level: Any) -> str:
    return "" if criterion is None else str(int(level))


def from_logbook(
    labels: Labels, versions: Iterable[Version], used: Set[str], in_build: Set[tuple[str, dt.date]]
) -> list[Item]:
    """What people recorded. Signals (by id) and agenda (by title and day) that the build holds
    already stand there with their row, and are left out here.
    """
    every = list(versions)
    titles = {v.subject_id: v.content.title for v in every if isinstance(v.content, Measure)}
    items: list[Item] = []
    for version in every:
        content = version.content
        if isinstance(content, Decision):
            items.append(_decision(labels, content, version.role))
        elif isinstance(content, Measure):
            items += _measure(labels, content, version.role)
        elif isinstance(content, LookBack):
            items.append(_look_back(labels, content, version.role, titles))
        elif isinstance(content, Signal | AgendaItem) and content.withdrawn:
            continue
        elif isinstance(content, Signal) and version.subject_id not in used:
            items.append(_new_signal(labels, content))
        elif isinstance(content, AgendaItem) and _is_new(content, in_build):
            items.append(_new_agenda(labels, content, version.role))
    return items


def _is_new(item: AgendaItem, in_build: Set[tuple[str, dt.date]]) -> bool:
    return (item.title, item.first_day) not in in_build


def _in_logbook(_: Texts, role: str) -> str:
    return _("logboek, {role}", role=role)


def _decision(labels: Labels, decision: Decision, role: str) -> Item:
    _ = labels.texts
    judged = memory_words.oordeel(_, decision.oordeel)
    if decision.phase is None:
        what: list[object] = [tag("strong", judged)]
        plain = judged
    else:
        what = [phase_label(_, decision.phase), " ", tag("span", f"({judged})", "wp-muted")]
        plain = words.phase(_, decision.phase)
    if decision.reason:
        what.append(tag("span", _("Reden: {reason}", reason=decision.reason), "wp-line-below"))
    until = decision.expires_on if decision.phase else None
    return Item(
        "besluit", decision.decided_on, join(what), _in_logbook(_, role), until,
        decision.phase or "", plain,
    )  # fmt: skip


def _measure(labels: Labels, measure: Measure, role: str) -> list[Item]:
    """The start with how it stands now, and the day on which it is to be looked at."""
    _ = labels.texts
    status = memory_words.measure_status(_, measure.status)
    about = _("(start, {status}; eigenaar: {owner})", status=status, owner=measure.owner)
    what = join([tag("strong", measure.title), " ", about])
    is_open = measure.status in ("gepland", "loopt")
    until = measure.ends_on or (measure.review_on if is_open else None)
    where = _in_logbook(_, role)
    found = [Item("maatregel", measure.starts_on, what, where, until, "start", measure.title)]
    if is_open:
        text = join([tag("strong", measure.title), " ", _("(terugkijken)")])
        found.append(Item("maatregel", measure.review_on, text, where, None, "look", measure.title))
    return found


def _look_back(labels: Labels, look: LookBack, role: str, titles: Mapping[str, str]) -> Item:
    _ = labels.texts
    title = titles.get(look.measure_id, _("een maatregel"))
    result = memory_words.look_back_result(_, look.result)
    about = _("(teruggekeken: {result})", result=result)
    what: list[object] = [tag("strong", title), " ", about]
    if look.note:
        what.append(tag("span", look.note, "wp-line-below"))
    return Item("maatregel", look.looked_on, join(what), _in_logbook(_, role), None, "look", title)


def _new_signal(labels: Labels, signal: Signal) -> Item:
    _ = labels.texts
    criterion = None if signal.nothing_to_report else signal.criterion
    what, plain = _signal(labels, criterion, signal.level, signal.source_kind, is_confirmed=False)
    return Item(
        "signaal", signal.observed_on, what, _("logboek, nog niet in een build"), None,
        _level_mark(criterion, signal.level), plain,
    )  # fmt: skip


def _new_agenda(labels: Labels, item: AgendaItem, role: str) -> Item:
    where = _in_logbook(labels.texts, role)
    what = _agenda(labels, item.title, item.agenda_kind, item.expected_impact)
    return Item("agenda", item.first_day, what, where, item.last_day, plain=item.title)


def split(
    items: Iterable[Item], first: dt.date, horizon: dt.date, last: dt.date
) -> tuple[list[Item], list[Item]]:
    """What is coming after the horizon up to the last day, soonest first; and what was, newest
    first. What was not known on the horizon is left out: only agenda and measures lie ahead.
    """
    coming, was = [], []
    for item in items:
        if item.day > horizon:
            if item.day <= last and item.kind in ("agenda", "maatregel"):
                coming.append(item)
        elif item.day >= first or (item.until is not None and item.until > first):
            was.append(item)
    return sorted(coming, key=lambda one: one.day), sorted(
        was, key=lambda one: (one.day, KINDS.index(one.kind)), reverse=True
    )
