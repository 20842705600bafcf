"""The fields of the weekly review: filled from the logbook, saved at every change.

The session holds which version a person saw and what could not be saved yet; everything else is in
the logbook. What somebody else saved appears at the next tap.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from language import Texts
from logbook import (
    ConflictError,
    LogbookError,
    NoteRefusedError,
    Review,
    Version,
    finding_text,
    made,
    week_subject,
)
from pipelines.closing import is_open
from privacy import NOTE_LENGTH, Finding
from views import review_words
from views.frame import Screen
from views.html import Safe, bullets, esc, join, paragraph, tag
from views.saving import save_change
from views.store import PermittedLogbook

# One line each: causes and places.
LINES = ("oorzaken", "locaties")
TEXTS = ("beeld", "reason")


@dataclass
class Trouble:
    """A change that was not saved: `findings` in `text` (it may not be stored), a version of
    somebody else (`theirs`), or a sentence.
    """

    change: Mapping[str, Any]
    findings: tuple[Finding, ...] = ()
    text: str = ""
    theirs: Version | None = None
    message: str = ""


@dataclass
class _State:
    base: Version | None
    troubles: dict[str, Trouble] = field(default_factory=dict)
    merged_with: tuple[str, ...] = ()


class ReviewForm:
    """The review of one wijk in one week, for one person."""

    def __init__(
        self, screen: Screen, logbook: PermittedLogbook, code: str, day: dt.date, role: str
    ):
        self.texts: Texts = screen.texts
        self.logbook, self.role = logbook, role
        self.blank = made(Review, wijkcode=code, week=day)
        self.subject = week_subject(code, day)
        states: dict[str, _State] = st.session_state.setdefault("weekreview_states", {})
        newest = logbook.newest(Review.kind, self.subject)
        if self.subject not in states:
            states[self.subject] = _State(newest)
        self.state = states[self.subject]
        self._take_over(newest)

    @property
    def review(self) -> Review:
        """The review as it is stored now."""
        content = self.state.base.content if self.state.base else self.blank
        assert isinstance(content, Review)
        return content

    @property
    def version(self) -> int:
        """Its version; 0 where nothing was stored yet."""
        return self.state.base.version if self.state.base else 0

    def key(self, name: str) -> str:
        """The key of a widget; it holds the stored value unless something there is not saved."""
        key = f"weekreview_{name}_{self.subject}"
        if key not in st.session_state:
            st.session_state[key] = shown(name, getattr(self.review, name))
        return key

    def changed(self, name: str) -> None:
        """Save what a widget now holds. For `on_change`."""
        key = f"weekreview_{name}_{self.subject}"
        self.save({name: stored(name, st.session_state[key])})

    def save(self, change: Mapping[str, Any]) -> None:
        """Save one change; what cannot be saved is kept with the reason."""
        name = next(iter(change))
        self.state.troubles.pop(name, None)
        self.state.merged_with = ()
        if all(getattr(self.review, one) == value for one, value in change.items()):
            return
        if not is_open(self.logbook, self.subject):
            # Shown with the closed week: somebody closed it between two taps.
            self.state.troubles[name] = Trouble(change)
            return
        try:
            saved = save_change(
                self.logbook, self.subject, self.state.base, self.blank, change, self.role
            )
        except NoteRefusedError as fault:
            text = text_at(change, fault.field)
            self.state.troubles[name] = Trouble(change, fault.findings, text)
        except ConflictError as fault:
            self.state.troubles[name] = Trouble(change, theirs=fault.theirs)
            self._take_over(fault.theirs, overwrite=tuple(change))
        except LogbookError as fault:
            self.state.troubles[name] = Trouble(change, message=fault.message(self.texts))
        else:
            self.state.merged_with = saved.merged_with
            self._take_over(saved.version)

    def _take_over(self, newest: Version | None, overwrite: tuple[str, ...] = ()) -> None:
        """Show what is stored now, except where this person has something that is not."""
        before = self.review
        self.state.base = newest or self.state.base
        for name in dict(before):
            key = f"weekreview_{name}_{self.subject}"
            value = getattr(self.review, name)
            is_free = name in overwrite or name not in self.state.troubles
            if key in st.session_state and is_free and value != getattr(before, name):
                st.session_state[key] = shown(name, value)

    def choose(self, name: str, change: Mapping[str, Any] | None) -> None:
        """End an overlap: keep what the other stored (None), or store this."""
        theirs = self.state.troubles.pop(name).theirs
        if change is not None:
            self._take_over(theirs)
            self.save(change)

    def trouble(self, name: str) -> None:
        """What is not saved yet in a field, why, and what to do."""
        found = self.state.troubles.get(name)
        if found is None:
            return
        if found.theirs is None:
            st.html(refused(self.texts, found))
            return
        self._overlap(name, found)

    def _overlap(self, name: str, found: Trouble) -> None:
        """Both versions side by side; the person chooses."""
        _ = self.texts
        assert found.theirs is not None
        theirs = getattr(found.theirs.content, name)
        mine = found.change[name]
        head = _("{role} wijzigde dit ook. Kies wat er blijft.", role=found.theirs.role)
        st.html(tag("p", tag("strong", head), "wp-notice", role="alert"))
        left, right = st.columns(2)
        for side, who, value in (
            (left, _("Van u"), mine),
            (right, _("Van {role}", role=found.theirs.role), theirs),
        ):
            side.html(join([paragraph(tag("strong", who)), paragraph(written(_, name, value))]))
        left.button(
            _("Houd die van mij"),
            key=f"mine_{name}_{self.subject}",
            on_click=self.choose,
            args=(name, found.change),
        )
        right.button(
            _("Houd die van de ander"),
            key=f"theirs_{name}_{self.subject}",
            on_click=self.choose,
            args=(name, None),
        )
        both = f"{theirs}\n{mine}" if isinstance(mine, str) else (*theirs, *mine)
        fits = name in TEXTS and mine and theirs and len(both) <= NOTE_LENGTH
        if fits or name in LINES:
            st.button(
                _("Houd beide"),
                key=f"both_{name}_{self.subject}",
                on_click=self.choose,
                args=(name, {**found.change, name: both}),
            )


def shown(name: str, value: Any) -> Any:
    """A stored value as its widget holds it."""
    if name in LINES:
        return "\n".join(value)
    return list(value) if isinstance(value, tuple) else value


def stored(name: str, value: Any) -> Any:
    """What a widget holds as it is stored."""
    if name in LINES:
        return tuple(line.strip() for line in value.splitlines() if line.strip())
    if isinstance(value, list):
        return tuple(value)
    return value.strip() if isinstance(value, str) else value


def text_at(change: Mapping[str, Any], place: str) -> str:
    """The text in a change that a refusal is about: `reason`, or `oorzaken.1`."""
    name, _dot, index = place.partition(".")
    value = change.get(name, "")
    return str(value[int(index)] if index else value)


def written(_: Texts, name: str, value: Any) -> str:
    """A value of the review as a person reads it."""
    if not value:
        return _("(leeg)")
    if name == "oordeel":
        return review_words.oordeel(_, value)
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def refused(_: Texts, found: Trouble) -> Safe:
    """A text that was not saved: what was caught, where, and what to write instead."""
    if not found.findings:
        text = found.message or _("Dit is nog niet bewaard.")
        return tag("p", text, "wp-notice", role="alert")
    head = _("Nog niet bewaard. Pas de tekst aan: niets hiervan is opgeslagen.")
    kinds = dict.fromkeys(one.kind for one in found.findings)
    parts = [
        paragraph(tag("strong", head)),
        paragraph(marked(found.text, found.findings), "wp-caught"),
        bullets(finding_text(kind, _) for kind in kinds),
    ]
    return tag("div", join(parts), "wp-notice", role="alert")


def marked(text: str, findings: tuple[Finding, ...]) -> Safe:
    """A text with what was caught in it marked."""
    parts: list[object] = []
    at = 0
    for one in findings:
        if one.kind == "too_long" or one.start < at:
            continue
        parts += [text[at : one.start], tag("mark", text[one.start : one.end])]
        at = one.end
    return join([*(esc(part) for part in parts), esc(text[at:])])
