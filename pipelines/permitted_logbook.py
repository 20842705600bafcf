"""What a role may read and write in the logbook, and the record of who did it.

Screens get a `PermittedLogbook` and never the logbook itself. It has the reading and writing
methods of `Logbook` under the same names; what it does not have, no screen can do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Connection

from access import Access, NotPermittedError
from access.roles import Level
from logbook import (
    KINDS,
    Confirmation,
    Decision,
    Fate,
    Logbook,
    Overdue,
    Part,
    Signal,
    Version,
    audit,
    questions,
    retention,
)
from logbook.contents import ClosedWeek, Content
from pipelines.provisional import Provisional, provisional_proposal
from pipelines.read_model import Build
from pipelines.track_record import TrackRecord, read_track_record

# What `Logbook` has that no screen gets at: the database, writing without a check, wiping.
NOT_FOR_SCREENS = (
    "add", "clock", "close", "engine", "forget_deleted", "transaction",
)  # fmt: skip
AUDIT_EVENTS = audit.EVENTS
AuditLine = audit.Line
# What people decided; each version of these also gives a line in the audit.
DECISIONS = (Decision.kind, ClosedWeek.kind)


def check_proposal_at_once(access: Access, wijkcode: str) -> None:
    """Raises NotPermittedError where somebody may not see what the newest signals do to a wijk."""
    access.require_wijk(wijkcode)
    access.require_logbook(Signal.kind)


class PermittedLogbook:
    """The logbook as one role may use it. Without sign-in there is nobody to record."""

    def __init__(self, logbook: Logbook, access: Access) -> None:
        self._logbook = logbook
        self.access = access

    # --- reading -------------------------------------------------------------------------------

    def newest(self, kind: str, subject_id: str) -> Version | None:
        """The newest version of a subject; None where it is not there or not theirs to see."""
        self._may_read(kind)
        version = self._logbook.newest(kind, subject_id)
        return version if version is not None and self._sees(version) else None

    def history(self, kind: str, subject_id: str) -> list[Version]:
        """All versions of a subject, oldest first, as far as they may see them."""
        self._may_read(kind)
        return [one for one in self._logbook.history(kind, subject_id) if self._sees(one)]

    def find(
        self,
        kind: str,
        wijkcode: str | None = None,
        first_week: date | None = None,
        last_week: date | None = None,
    ) -> list[Version]:
        """As `Logbook.find`, cut to the permitted wijken and what is of the whole gemeente."""
        self._may_read(kind)
        if wijkcode is not None:
            self.access.require_wijk(wijkcode)
        found = self._logbook.find(kind, wijkcode, first_week, last_week)
        return [one for one in found if self._sees(one)]

    def changes_of(self, wijkcode: str, since: datetime | None = None) -> list[Version]:
        """Every version about one wijk, of the kinds they may read."""
        self.access.require_wijk(wijkcode)
        readable = self.access.rights.logbook_reads
        return [one for one in self._logbook.changes_of(wijkcode, since) if one.kind in readable]

    def what_became_of(
        self, reporter: str, used_ids: Collection[str], wijkcode: str | None = None
    ) -> list[Fate]:
        """What became of the signals of one reporter (see `logbook.what_became_of`)."""
        self._may_read(Signal.kind)
        self._may_read(Confirmation.kind)
        if wijkcode is not None:
            self.access.require_wijk(wijkcode)
        fates = questions.what_became_of(self._logbook, reporter, used_ids, wijkcode)
        return [one for one in fates if self._sees(one.signal)]

    def confirmed_phase(self, wijkcode: str, on: date) -> Decision | None:
        """The decision that counts on a day."""
        self._may_read(Decision.kind)
        self.access.require_wijk(wijkcode)
        return questions.confirmed_phase(self._logbook, wijkcode, on)

    def overdue(self, today: date, review_weeks: Mapping[str, int]) -> list[Overdue]:
        """What is overdue on a day, in the permitted wijken."""
        self._may_read(Decision.kind)
        found = questions.overdue(self._logbook, today, review_weeks)
        return [one for one in found if self.access.sees(one.wijkcode)]

    def provisional_proposal(
        self, workspace: Path, wijkcode: str, today: date
    ) -> Provisional | None:
        """What the next build would propose for one wijk."""
        check_proposal_at_once(self.access, wijkcode)
        return provisional_proposal(workspace, wijkcode, self._logbook, today)

    def track_record(self, build: Build) -> TrackRecord:
        """How proposals compared with decisions, over the whole gemeente: totals, no wijken."""
        self._may_read(Decision.kind)
        return read_track_record(build, self._logbook)

    # --- writing -------------------------------------------------------------------------------

    def save(
        self, subject_id: str, content: Content, *, role: str, expected_version: int = 0
    ) -> Version:
        """As `Logbook.save`; a decision and the line that says who took it are stored together."""
        [version] = self.save_together([Part(subject_id, content, expected_version)], role=role)
        return version

    def save_together(self, parts: Sequence[Part], *, role: str) -> list[Version]:
        """As `Logbook.save_together`: all of it is permitted, or nothing is stored."""
        for part in parts:
            self._may_write(part.subject_id, part.content)
            earlier = self._logbook.newest(part.content.kind, part.subject_id)
            if earlier is not None and not self._sees(earlier):
                raise NotPermittedError("wijk")
        if not self._is_recorded:
            return self._logbook.save_together(parts, role=role)
        for part in parts:
            part.content.guard(self._logbook.places)
        self._logbook.check_role(role)
        with self._logbook.transaction() as connection:
            return [self._add(connection, part, role) for part in parts]

    def _add(self, connection: Connection, part: Part, role: str) -> Version:
        """Store one part; of a decision also who took it."""
        content, subject_id = part.content, part.subject_id
        version = self._logbook.add(connection, subject_id, content, role, part.expected_version)
        if content.kind in DECISIONS:
            audit.add(
                self._logbook, connection, "decision", who=self.access.who, role=self.access.role,
                about=f"{content.kind} {subject_id} {version.version}", wijkcode=content.place,
            )  # fmt: skip
        return version

    def confirm_signal(
        self, signal_id: str, reporter: str, source_kind: str, confirmed_on: date, *, role: str
    ) -> Version:
        """Record that another reporter saw the same."""
        signal = self.newest(Signal.kind, signal_id)
        if Confirmation.kind not in self.access.rights.logbook_writes or (
            signal is None and self._logbook.newest(Signal.kind, signal_id) is not None
        ):
            raise NotPermittedError("wijk")
        return self._logbook.confirm_signal(
            signal_id, reporter, source_kind, confirmed_on, role=role
        )

    @property
    def places(self) -> tuple[str, ...]:
        """The names of all wijken: a note is checked against them before it is stored."""
        return self._logbook.places

    def check_role(self, role: str) -> None:
        """As `Logbook.check_role`; it says nothing about what is stored."""
        self._logbook.check_role(role)

    # --- who did what --------------------------------------------------------------------------

    def record(self, event: audit.Event, about: str, wijkcode: str | None = None) -> None:
        """A line in the audit, where people sign in."""
        if self._is_recorded:
            audit.record(
                self._logbook, event, who=self.access.who, role=self.access.role, about=about,
                wijkcode=wijkcode,
            )  # fmt: skip

    def record_export(
        self, what: str, level: Level, wijken: Iterable[str] | None, format: str
    ) -> None:
        """Check that a file may be taken along, and record that it was. Raises NotPermittedError.

        wijken None: all of them.
        """
        chosen = None if wijken is None else tuple(wijken)
        self.access.require_export(level, chosen)
        only = chosen[0] if chosen is not None and len(chosen) == 1 else None
        self.record("export", f"{what} {level} {format}", only)

    def record_sign_in(self, signed_in_at: int) -> None:
        """A sign-in, once; and a role that differs from the last time."""
        if self._is_recorded:
            audit.record_sign_in(
                self._logbook, who=self.access.who, role=self.access.role,
                wijken=self.access.wijken, signed_in_at=signed_in_at,
            )  # fmt: skip

    def audit_lines(
        self, limit: int, offset: int = 0, event: str | None = None
    ) -> list[audit.Line]:
        """A page of the audit, newest first."""
        self.access.require("audit")
        return audit.lines(self._logbook, limit, offset, event)

    def audit_count(self, event: str | None = None) -> int:
        """How many lines the audit has."""
        self.access.require("audit")
        return audit.count(self._logbook, event)

    def retention_due(self) -> dict[tuple[str, str], int]:
        """What the retention rules say should go now: rule and kind to number of subjects."""
        self.access.require("retention")
        today = self._logbook.clock().astimezone(retention.AMSTERDAM).date()
        return Counter((one.rule, one.kind) for one in retention.due(self._logbook, today))

    @property
    def _is_recorded(self) -> bool:
        return self.access.role != "lokaal"

    def _may_read(self, kind: str) -> None:
        if kind not in KINDS:
            raise NotPermittedError("logbook")
        self.access.require_logbook(kind)

    def _may_write(self, subject_id: str, content: Content) -> None:
        if content.kind not in self.access.rights.logbook_writes:
            raise NotPermittedError(f"logbook {content.kind}")
        # what is about no wijk is about all of them: not for who has only some
        if self.access.wijken is not None:
            self.access.require_wijk(content.place or "")
            # the subject of a week or a plan begins with the code of its wijk (see week_subject)
            if subject_id.startswith("WK"):
                self.access.require_wijk(subject_id[: len(content.place or "")])

    def _sees(self, version: Version) -> bool:
        place = version.content.place
        return place is None or self.access.sees(place)
