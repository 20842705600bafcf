"""What stands on every screen: whose data, what it is for, how old it is, and the footer."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from indicators import Knowledge
from language import Texts
from language.conversion import conversion
from views import state
from views.html import Safe, esc, join, link, paragraph, tag
from views.store import Reader
from words.rows import day as day
from words.rows import known as known


@dataclass(frozen=True)
class Screen:
    """All that a screen needs to draw itself."""

    texts: Texts
    read: Reader
    meta: dict[str, str]
    last_run: dict[str, Any] | None
    knowledge: Knowledge


def language_links(_: Texts) -> Safe:
    """The switch between Dutch and English: a plain link, so that the page itself gets the right
    language.
    """
    address = {**state.chosen(), "lang": "nl" if _.lang == "en" else "en"}
    if _.lang == "en":
        return tag(
            "a", "Nederlands", "wp-lang", href=f"?{urlencode(address)}", lang="nl", hreflang="nl"
        )
    return tag("a", "English", "wp-lang", href=f"?{urlencode(address)}", lang="en", hreflang="en")


def show(part: Safe) -> None:
    """A part of a screen that may have nothing to say; Streamlit refuses an empty text."""
    if part:
        st.html(part)


def top(screen: Screen, title: str) -> None:
    """Banner and the one heading of rank 1."""
    _, meta = screen.texts, screen.meta
    parts: list[object] = []
    if meta["fictief"] == "true":
        text = _("Fictieve gemeente: alle gegevens zijn verzonnen")
        parts.append(paragraph(tag("strong", text), "wp-fictional"))
    failed = _failed_run(screen)
    if failed:
        parts.append(paragraph(failed, "wp-notice"))
    place = tag("span", _("Gemeente {naam}", naam=meta["naam"]), "wp-place")
    parts.append(tag("div", join([place, language_links(_)]), "wp-line"))
    parts.append(tag("h1", title, "wp-h1"))
    st.html(tag("header", join(parts), "wp-top"))


def limits(_: Texts) -> Safe:
    """What the figures may be used for, in one sentence."""
    return paragraph(
        _(
            "Wijkpuls doet een voorstel over een wijk als geheel; mensen beslissen. "
            "Gebruik het niet om "
            "personen of groepen te beoordelen en niet als enige grond om op te treden."
        ),
        "wp-limits",
    )


def _failed_run(screen: Screen) -> str:
    """A sentence when the newest build did not succeed, else nothing."""
    _, run = screen.texts, screen.last_run
    if not run or run.get("status") != "failed":
        return ""
    made = _.moment(moment(screen.meta["created_at_utc"]))
    return " ".join(
        [
            _(
                "De laatste verwerking is niet gelukt. U ziet de laatste goede build, "
                "van {moment}.",
                moment=made,
            ),
            _.of({"nl": run.get("message_nl") or "", "en": run.get("message_en") or ""}),
        ]
    ).strip()


def bottom(screen: Screen) -> None:
    """Limits of use, and what these figures were made with."""
    _, meta = screen.texts, screen.meta
    made_with = join(
        [
            tag("span", _("Peildatum: {date}", date=_.date(dt.date.fromisoformat(meta["as_of"])))),
            tag("span", _("Build: {build_id}", build_id=meta["build_id"])),
            tag("span", _("Regelversie: {version}", version=meta["rule_version"])),
            tag("span", _("Wijkpuls {version}", version=meta["product_version"])),
        ]
    )
    st.html(tag("footer", join([limits(_), tag("p", made_with, "wp-made-with")]), "wp-foot"))


def moment(text: str) -> dt.datetime:
    """A moment in UTC from the build's own note."""
    return dt.datetime.fromisoformat(text.replace("Z", "+00:00"))


def address(path: str, _: Texts, **changes: str) -> str:
    """The address of a screen with what is chosen now, and ``changes`` on top."""
    query = {**state.chosen(), **changes}
    if _.lang != "nl":
        query["lang"] = _.lang
    return f"{path}?{urlencode(query)}" if query else path


def wijk_link(_: Texts, wijkcode: str, wijknaam: str, path: str = "wijk") -> Safe:
    """The name of a wijk as a link to its own screen."""
    return link(address(path, _, wijk=wijkcode), wijknaam)


def choose_wijk(_: Texts, names: dict[str, str]) -> None:
    """The choice of a wijk by name; works with the keyboard alone and can be emptied."""
    key = "wijk_keuze"
    code = state.get("wijk")
    st.session_state[key] = code if code in names else None
    st.selectbox(
        _("Wijk"),
        sorted(names, key=names.__getitem__),
        format_func=names.__getitem__,
        key=key,
        placeholder=_("Kies een wijk"),
        on_change=lambda: state.put("wijk", st.session_state[key]),
    )


def count(_: Texts, value: Any) -> str:
    """A number of reports; half reports exist where somebody reports every other week."""
    number = float(value)
    return _.number(number, 0 if number.is_integer() else 1)


def residents(_: Texts, number: int, other_year: int | None, estimated_pct: float | None) -> Safe:
    """A number of residents, with its year where that is another one than asked for; below it the
    mark where it was converted from another division.
    """
    written = _.number(number)
    if other_year is not None:
        written = _("{n} ({year})", n=written, year=other_year)
    if estimated_pct is None:
        return esc(written)
    mark = tag("span", conversion(_, estimated_pct), "wp-note wp-line-below")
    return join([written, " ", mark])
