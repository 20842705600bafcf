"""Where a value comes from: a source, what follows from one, or an assumption."""

from indicators.models import Reference, Sourced
from language import Texts
from views.html import Safe, join, link, tag


def source(_: Texts, reference: Reference) -> Safe:
    """A link to the source, or the word `aanname` with what it rests on."""
    if reference.url == "assumption":
        return join([tag("strong", _("aanname")), f": {reference.title}"])
    return link(reference.url, reference.title)


def status(_: Texts, status_id: str) -> str:
    """Whether a value comes from a source, follows from one, or is assumed."""
    return {
        "sourced": _("uit een bron"),
        "derived": _("afgeleid uit een bron"),
        "assumption": _("aanname"),
    }[status_id]


def origin(_: Texts, sourced: Sourced) -> Safe:
    """Status and source of a value; an assumption says so once."""
    if sourced.status == "assumption" and sourced.reference.url == "assumption":
        return source(_, sourced.reference)
    return join([status(_, sourced.status), tag("div", source(_, sourced.reference), "wp-note")])
