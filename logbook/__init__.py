"""What people report and decide: the memory of a wijk. Append-only, for several people at once.

Imports only language/ and privacy/. Roles, never persons; every text a person typed passes the
guard of privacy/ before it is stored.
"""

from logbook.contents import (
    KINDS,
    Actieplan,
    AgendaItem,
    ClosedWeek,
    Confirmation,
    Content,
    Decision,
    LookBack,
    Measure,
    MeetingPlan,
    Review,
    Signal,
    expiry,
    week_subject,
)
from logbook.errors import (
    ConflictError,
    ContentError,
    GoneError,
    ImportRefusedError,
    LogbookError,
    NewerLogbookError,
    NoteRefusedError,
    OwnSignalError,
    UnreachableError,
    finding_text,
)
from logbook.knowledge import lists, rules
from logbook.questions import Fate, Overdue, confirmed_phase, overdue, what_became_of
from logbook.store import Logbook, Part, Version, has_logbook, made, merge, new_id, open_logbook
from logbook.use import Readable, Writable

__all__ = [
    "KINDS",
    "Actieplan",
    "AgendaItem",
    "ClosedWeek",
    "Confirmation",
    "ConflictError",
    "Content",
    "ContentError",
    "Decision",
    "Fate",
    "GoneError",
    "ImportRefusedError",
    "Logbook",
    "LogbookError",
    "LookBack",
    "Measure",
    "MeetingPlan",
    "NewerLogbookError",
    "NoteRefusedError",
    "Overdue",
    "OwnSignalError",
    "Part",
    "Readable",
    "Review",
    "Signal",
    "UnreachableError",
    "Version",
    "Writable",
    "confirmed_phase",
    "expiry",
    "finding_text",
    "has_logbook",
    "lists",
    "made",
    "merge",
    "new_id",
    "open_logbook",
    "overdue",
    "rules",
    "week_subject",
    "what_became_of",
]
