"""The logbook: every change is a new version beside the old ones; nothing is overwritten."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Self, TypeVar

import sqlalchemy as sa
from pydantic import ValidationError

from logbook.contents import KINDS, Confirmation, Content, Signal
from logbook.database import FOLDER, connect, database_url, writing
from logbook.errors import (
    ConflictError,
    ContentError,
    GoneError,
    NoteRefusedError,
    OwnSignalError,
    UnreachableError,
)  # fmt: skip
from logbook.tables import changes
from privacy import check_note

C = TypeVar("C", bound=Content)


@dataclass(frozen=True)
class Version:
    """One version of a subject. `before` is the content it replaced: None for the first version,
    and where retention removed it.
    """

    change_id: int
    kind: str
    subject_id: str
    version: int
    role: str
    recorded_at: datetime
    content: Content
    before: Content | None = None


def open_logbook(workspace: Path, places: Iterable[str] = ()) -> Logbook:
    """The logbook of a workspace, made when it is not there yet. `places`: names of wijken, so that
    a note may name them. Raises UnreachableError.
    """
    try:
        return Logbook(connect(database_url(workspace)), tuple(places))
    except sa.exc.OperationalError as fault:
        raise UnreachableError from fault


def has_logbook(workspace: Path) -> bool:
    """Whether a workspace has a logbook already: its file, or a database that is set."""
    url = database_url(workspace)
    return url.get_backend_name() != "sqlite" or Path(url.database or "").is_file()


def new_id() -> str:
    """A subject id of its own."""
    return uuid.uuid4().hex


@dataclass(frozen=True)
class Part:
    """One of several things that are stored together; `expected_version` as in `Logbook.save`."""

    subject_id: str
    content: Content
    expected_version: int = 0


class Logbook:
    """One database. May be used by several threads; each call is one transaction."""

    def __init__(
        self,
        engine: sa.Engine,
        places: tuple[str, ...] = (),
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.engine = engine
        self.places = places
        self.clock = clock

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def save(
        self, subject_id: str, content: Content, *, role: str, expected_version: int = 0
    ) -> Version:
        """Store a new version of a subject; `expected_version` is the one it was made from, 0 for a
        new subject. When this returns, the version is on disk.

        Raises NoteRefusedError, OwnSignalError, ConflictError (with a merge where that is
        possible), GoneError, UnreachableError. Nothing is stored then.
        """
        content.guard(self.places)
        self.check_role(role)
        with self.transaction() as connection:
            return self.add(connection, subject_id, content, role, expected_version)

    def save_together(self, parts: Sequence[Part], *, role: str) -> list[Version]:
        """Store new versions of several subjects, all or none. Raises what `save` raises."""
        for part in parts:
            part.content.guard(self.places)
        self.check_role(role)
        with self.transaction() as connection:
            return [
                self.add(connection, part.subject_id, part.content, role, part.expected_version)
                for part in parts
            ]

    def newest(self, kind: str, subject_id: str) -> Version | None:
        """The newest version of a subject, or None."""
        with self._reading() as connection:
            return _newest(connection, kind, subject_id)

    def history(self, kind: str, subject_id: str) -> list[Version]:
        """All versions of a subject, oldest first."""
        with self._reading() as connection:
            query = _of_subject(kind, subject_id).order_by(changes.c.version)
            return _with_before(connection.execute(query).mappings())

    def find(
        self,
        kind: str,
        wijkcode: str | None = None,
        first_week: date | None = None,
        last_week: date | None = None,
    ) -> list[Version]:
        """The newest version of every subject of a kind, oldest change first; of one wijk and of
        weeks (Mondays) where those are given. Withdrawn signals are in it.
        """
        last = sa.select(changes.c.subject_id, sa.func.max(changes.c.version).label("version"))
        newest = last.where(changes.c.kind == kind).group_by(changes.c.subject_id).subquery()
        is_newest = sa.and_(
            changes.c.subject_id == newest.c.subject_id, changes.c.version == newest.c.version
        )
        query = (
            sa.select(changes)
            .join(newest, is_newest)
            .where(changes.c.kind == kind)
            .order_by(changes.c.change_id)
        )  # fmt: skip
        if wijkcode is not None:
            query = query.where(changes.c.wijkcode == wijkcode)
        if first_week is not None:
            query = query.where(changes.c.week_start >= first_week)
        if last_week is not None:
            query = query.where(changes.c.week_start <= last_week)
        with self._reading() as connection:
            return [_version(row) for row in connection.execute(query).mappings()]

    def changes_of(self, wijkcode: str, since: datetime | None = None) -> list[Version]:
        """Every version about one wijk, oldest first; after a moment where one is given."""
        query = sa.select(changes).where(changes.c.wijkcode == wijkcode)
        if since is not None:
            query = query.where(changes.c.recorded_at > since)
        with self._reading() as connection:
            rows = connection.execute(query.order_by(changes.c.change_id)).mappings()
            return [_version(row) for row in rows]

    def confirm_signal(
        self, signal_id: str, reporter: str, source_kind: str, confirmed_on: date, *, role: str
    ) -> Version:
        """Record that another reporter saw the same; once per reporter."""
        signal = self.newest(Signal.kind, signal_id)
        if signal is None or signal.content.place is None:
            raise GoneError
        content = made(
            Confirmation,
            signal_id=signal_id,
            wijkcode=signal.content.place,
            reporter=reporter,
            source_kind=source_kind,
            confirmed_on=confirmed_on,
        )
        subject = uuid.uuid5(uuid.NAMESPACE_OID, f"{signal_id}/{reporter}").hex
        return self.save(subject, content, role=role)

    @contextmanager
    def transaction(self) -> Iterator[sa.Connection]:
        """One transaction that writes: all of it, or nothing."""
        try:
            with writing(self.engine).begin() as connection:
                yield connection
        except sa.exc.OperationalError as fault:
            raise UnreachableError from fault

    def add(
        self,
        connection: sa.Connection,
        subject_id: str,
        content: Content,
        role: str,
        expected_version: int,
    ) -> Version:
        """`save` within a transaction of the caller, for content that passed the guard."""
        if isinstance(content, Confirmation):
            _check_confirmation(connection, content)
        theirs = _newest(connection, content.kind, subject_id)
        if (theirs.version if theirs else 0) != expected_version:
            raise _conflict(connection, theirs, content, expected_version)
        now = self.clock()
        row = {
            "kind": content.kind,
            "subject_id": subject_id,
            "version": expected_version + 1,
            "wijkcode": content.place,
            "week_start": content.at_week,
            "role": role,
            "recorded_at": now,
            "content": content.model_dump(mode="json"),
        }
        try:
            with connection.begin_nested():
                inserted = connection.execute(
                    sa.insert(changes).values(row).returning(changes.c.change_id)
                )
                change_id = int(inserted.scalar_one())
        except sa.exc.IntegrityError:
            # another writer was first, between the look and the insert
            theirs = _newest(connection, content.kind, subject_id)
            raise _conflict(connection, theirs, content, expected_version) from None
        before = theirs.content if theirs else None
        return Version(
            change_id, content.kind, subject_id, expected_version + 1, role, now, content, before
        )

    def forget_deleted(self) -> None:
        """Let go of what a deletion left in the files of SQLite. PostgreSQL does this by itself."""
        if self.engine.dialect.name == "sqlite":
            settings = (FOLDER / "sql" / "sqlite_forget.sql").read_text(encoding="utf-8")
            connection = self.engine.raw_connection()
            try:
                connection.cursor().executescript(settings)
            finally:
                connection.close()

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        try:
            with self.engine.connect() as connection:
                yield connection
        except sa.exc.OperationalError as fault:
            raise UnreachableError from fault

    def check_role(self, role: str) -> None:
        """Raises NoteRefusedError or ContentError where a role is none."""
        findings = check_note(role.replace("-", " "), self.places)
        if findings:
            raise NoteRefusedError("role", findings)
        if not 2 <= len(role) <= 60:
            raise ContentError(("role",))


def made(model: type[C], **fields: Any) -> C:
    """Content from what a person filled in. Raises ContentError with the fields to look at."""
    try:
        return model.model_validate(fields)
    except ValidationError as fault:
        raise ContentError(_fields_of(fault)) from None


def merge(
    base: Mapping[str, Any], theirs: Content, yours: Content
) -> tuple[Content | None, tuple[str, ...]]:
    """Both changes to `base` (field to value) together, and the fields that both changed in another
    way. No content where those overlap, or where together they make no sense.
    """
    mine = {n: getattr(yours, n) for n in base if getattr(yours, n) != base[n]}
    others = {n: getattr(theirs, n) for n in base if getattr(theirs, n) != base[n]}
    overlapping = tuple(n for n in mine if n in others and mine[n] != others[n])
    if overlapping:
        return None, overlapping
    try:
        return type(theirs).model_validate({**dict(theirs), **mine}), ()
    except ValidationError as fault:
        return None, _fields_of(fault) or tuple(mine)


def _conflict(
    connection: sa.Connection, theirs: Version | None, yours: Content, expected_version: int
) -> ConflictError | GoneError:
    if theirs is None or expected_version > theirs.version:
        return GoneError()
    query = _of_subject(theirs.kind, theirs.subject_id).where(changes.c.version == expected_version)
    row = connection.execute(query).mappings().first()
    base = dict(_version(row).content) if row else _empty(type(yours))
    return ConflictError(theirs, yours, *merge(base, theirs.content, yours))


def _empty(model: type[Content]) -> dict[str, Any]:
    """What two people started from who made the same subject at once: nothing filled in."""
    return {name: info.get_default() for name, info in model.model_fields.items()}


def _check_confirmation(connection: sa.Connection, content: Confirmation) -> None:
    signal = _newest(connection, Signal.kind, content.signal_id)
    if signal is None:
        raise GoneError
    assert isinstance(signal.content, Signal)
    if signal.content.reporter == content.reporter:
        raise OwnSignalError


def _of_subject(kind: str, subject_id: str) -> sa.Select[Any]:
    return sa.select(changes).where(changes.c.kind == kind, changes.c.subject_id == subject_id)


def _newest(connection: sa.Connection, kind: str, subject_id: str) -> Version | None:
    query = _of_subject(kind, subject_id).order_by(changes.c.version.desc()).limit(2)
    rows = _with_before(reversed(connection.execute(query).mappings().all()))
    return rows[-1] if rows else None


def _with_before(rows: Iterable[sa.RowMapping]) -> list[Version]:
    versions: list[Version] = []
    for row in rows:
        before = versions[-1].content if versions else None
        versions.append(_version(row, before))
    return versions


def _version(row: sa.RowMapping, before: Content | None = None) -> Version:
    return Version(
        row["change_id"], row["kind"], row["subject_id"], row["version"], row["role"],
        row["recorded_at"], KINDS[row["kind"]].model_validate(row["content"]), before,
    )  # fmt: skip


def _fields_of(fault: ValidationError) -> tuple[str, ...]:
    """The fields that a fault is about; a fault of the whole names its field in its message."""
    found = []
    for error in fault.errors():
        place = (
            str(error["loc"][0])
            if error["loc"]
            else str(error["msg"]).removeprefix("Value error, ")
        )
        found.append(place)
    return tuple(dict.fromkeys(found))
