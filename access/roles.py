"""From the claims of a sign-in to what somebody may do. Pure: the same claims give the same Access.

Deny by default: no group, an unknown group, or groups of more than one role give no access at all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

import yaml
from pydantic import BaseModel, ConfigDict

from access.settings import Settings
from language import Texts

RoleName = Literal["lokaal", "analist", "wijkteam", "beleid", "beheer"]
ReadClass = Literal["figures", "rows", "delivery", "delivery_rows"]
Level = Literal["intern", "college", "openbaar"]
Action = Literal["upload", "build", "audit", "retention", "settings"]
READS: tuple[ReadClass, ...] = get_args(ReadClass)
LEVELS: tuple[Level, ...] = get_args(Level)
ACTIONS: tuple[Action, ...] = get_args(Action)
# A clock of the provider may run this far ahead of ours.
CLOCK_SKEW_SECONDS = 120

Why = Literal["no_role", "several_roles", "expired", "not_for_us"]


class Role(BaseModel):
    """One role of roles.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: dict[Literal["nl", "en"], str]
    own_wijken_only: bool = False
    reads: frozenset[ReadClass]
    exports: tuple[Level, ...]
    logbook_reads: frozenset[str]
    logbook_writes: frozenset[str]
    screens: frozenset[str]
    may: frozenset[Action]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    version: str
    last_checked: Any
    status: str
    reference: dict[str, str]
    roles: dict[RoleName, Role]


class NotPermittedError(Exception):
    """This role may not do this. `what` is a word for the log, never a value."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what

    def message(self, _: Texts) -> str:
        """A calm sentence for the person at the screen."""
        if self.what == "wijk":
            return _("Deze wijk bestaat niet, of hoort niet bij uw rol. Kies een andere wijk.")
        return _(
            "Dit hoort niet bij uw rol. Hebt u het nodig voor uw werk, vraag het dan aan de "
            "beheerder."
        )


class NoAccessError(Exception):
    """A sign-in that gives no access; `why` says what is the matter with it."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Access:
    """What one person may do now. wijken None: all of them. who: a pseudonym, never a name."""

    role: RoleName
    who: str
    wijken: frozenset[str] | None = None

    @property
    def rights(self) -> Role:
        """The role as roles.yaml has it."""
        return roles()[self.role]

    def sees(self, wijkcode: str) -> bool:
        """Whether this wijk is one of theirs."""
        return self.wijken is None or wijkcode in self.wijken

    def may(self, action: Action) -> bool:
        """Whether the role may do this."""
        return action in self.rights.may

    def may_open(self, screen: str) -> bool:
        """Whether the role may open the screen at this address."""
        return screen in self.rights.screens

    def may_read(self, what: ReadClass) -> bool:
        """Whether the role may read this class of data."""
        return what in self.rights.reads

    def may_read_logbook(self, kind: str) -> bool:
        """Whether the role may read this kind of the logbook."""
        return kind in self.rights.logbook_reads

    def may_write_logbook(self, kind: str) -> bool:
        """Whether the role may write this kind of the logbook."""
        return kind in self.rights.logbook_writes

    def may_export(self, level: Level, wijken: Iterable[str] | None) -> bool:
        """Whether a file of this level about these wijken may be taken along; None: all wijken."""
        if level not in self.rights.exports:
            return False
        return self.wijken is None or (wijken is not None and self.wijken.issuperset(wijken))

    def require(self, action: Action) -> None:
        """Raises NotPermittedError where the role may not do this."""
        if not self.may(action):
            raise NotPermittedError(action)

    def require_read(self, what: ReadClass) -> None:
        """Raises NotPermittedError where the role may not read this class of data."""
        if not self.may_read(what):
            raise NotPermittedError(f"read {what}")

    def require_logbook(self, kind: str) -> None:
        """Raises NotPermittedError where the role may not read this kind of the logbook."""
        if not self.may_read_logbook(kind):
            raise NotPermittedError(f"logbook {kind}")

    def require_wijk(self, wijkcode: str) -> None:
        """Raises NotPermittedError where the wijk is not one of theirs."""
        if not self.sees(wijkcode):
            raise NotPermittedError("wijk")

    def require_export(self, level: Level, wijken: Iterable[str] | None) -> None:
        """Raises NotPermittedError where this file may not be taken along."""
        if not self.may_export(level, wijken):
            raise NotPermittedError("export")


# Without sign-in, on localhost only: one person, who may do everything.
LOCAL = Access(role="lokaal", who="lokaal")


@cache
def roles() -> Mapping[RoleName, Role]:
    """The roles of roles.yaml, read once and checked."""
    path = Path(__file__).parent / "roles.yaml"
    found = _File.model_validate(yaml.safe_load(path.read_text(encoding="utf-8"))).roles
    if set(found) != set(get_args(RoleName)):
        raise ValueError("roles.yaml: a role is missing")
    return found


def access_of(
    claims: Mapping[str, Any], settings: Settings, *, client_id: str, now: float
) -> Access:
    """The Access that these claims of an ID token give at a moment (seconds since 1970).

    Raises NoAccessError: not meant for us (`aud`), too long ago (`iat`), no role, or several roles.
    """
    _check_audience(claims, client_id)
    _check_time(claims, settings.session_minutes, now)
    groups = set(_groups(claims, settings.groups_claim))
    found: set[RoleName] = {
        role for role, its_groups in settings.roles.items() if groups & set(its_groups)
    }
    wijken = {code for group in groups for code in settings.wijkteams.get(group, ())}
    if wijken:
        found.add("wijkteam")
    if not found:
        raise NoAccessError("no_role")
    if len(found) > 1:
        raise NoAccessError("several_roles")
    role = found.pop()
    return Access(role, pseudonym(claims), frozenset(wijken) if role == "wijkteam" else None)


def pseudonym(claims: Mapping[str, Any]) -> str:
    """Sixteen hex digits that stand for one account: SHA-256 of `iss`, a line break and `sub`. Some
    providers put an e-mail address in `sub`; that is why it is not kept as it is.
    """
    text = f"{claims.get('iss', '')}\n{claims.get('sub', '')}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _check_audience(claims: Mapping[str, Any], client_id: str) -> None:
    audience = claims.get("aud")
    meant_for = audience if isinstance(audience, list) else [audience]
    if not claims.get("sub") or client_id not in meant_for:
        raise NoAccessError("not_for_us")


def _check_time(claims: Mapping[str, Any], session_minutes: int, now: float) -> None:
    """The cookie of Streamlit lasts 30 days; a sign-in counts for as long as access.toml says."""
    issued = claims.get("iat")
    if isinstance(issued, bool) or not isinstance(issued, int | float):
        raise NoAccessError("expired")
    if not -CLOCK_SKEW_SECONDS <= now - issued < session_minutes * 60:
        raise NoAccessError("expired")


def _groups(claims: Mapping[str, Any], path: str) -> list[str]:
    """The groups in a claim; a claim inside another one by a path with points."""
    found: Any = claims.get(path)
    if found is None:
        found = claims
        for part in path.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
    if isinstance(found, str):
        return [found]
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []
