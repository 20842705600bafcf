"""The way of the screens to the logbook: what people reported and decided.

Nothing of it is kept in the server's memory: what one person saves, the next one sees.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from language import Texts
from logbook import Content, Overdue, UnreachableError, Version
from views import store, weeks
from views.frame import Screen
from views.html import Safe, paragraph
from views.store import PermittedLogbook

_AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@dataclass(frozen=True)
class Memory:
    """The newest version of each subject of the kinds that were asked for, oldest change first."""

    versions: tuple[Version, ...] = ()
    is_reachable: bool = True

    def of(self, model: type[Content]) -> list[Version]:
        """Those of one kind."""
        return [one for one in self.versions if isinstance(one.content, model)]


def logbook(screen: Screen) -> PermittedLogbook:
    """The logbook as this role may use it; made when there is none yet. Raises UnreachableError."""
    return store.logbook(screen.read.access)


def read(screen: Screen, kinds: Sequence[type[Content]], wijkcode: str | None = None) -> Memory:
    """What the logbook holds of some kinds, as far as this role may read them; of one wijk or all.
    Looking never makes a logbook.
    """
    own = [model.kind for model in kinds if screen.read.access.may_read_logbook(model.kind)]
    try:
        if not store.has_logbook():
            return Memory()
        opened = logbook(screen)
        return Memory(tuple(v for kind in own for v in opened.find(kind, wijkcode)))
    except UnreachableError:
        return Memory(is_reachable=False)


def overdue(screen: Screen, review_weeks: Mapping[str, int]) -> list[Overdue]:
    """What is overdue today by what people recorded; nothing where there is no logbook."""
    try:
        if not store.has_logbook():
            return []
        return logbook(screen).overdue(today(screen), review_weeks)
    except UnreachableError:
        return []


def notice(_: Texts, memory: Memory) -> Safe:
    """Says so where the logbook does not answer; what people decided is then not known here."""
    if memory.is_reachable:
        return Safe("")
    text = _("Het logboek is nu niet bereikbaar. Wat mensen besloten, staat hier dus niet.")
    return paragraph(text, "wp-notice")


def today(screen: Screen) -> dt.date:
    """The day it is in the Netherlands. In a fictional gemeente time stands still at the reference
    date, so that nothing there is overdue because somebody opens it a year later.
    """
    if screen.meta["fictief"] == "true":
        return dt.date.fromisoformat(screen.meta["as_of"])
    return dt.datetime.now(_AMSTERDAM).date()


def day_shown(screen: Screen, monday: dt.date) -> dt.date:
    """The day as of which decisions are shown with a week: today for the newest week, else the last
    day of that week.
    """
    if monday >= weeks.newest_complete(screen.read.table("weeks")):
        return today(screen)
    return monday + dt.timedelta(days=6)
