"""Where a value comes from: a source, what follows from one, or an assumption."""

from indicators import Knowledge
from indicators.advice.library import source_by_address
from indicators.models import Reference, Sourced
from language import Texts
from views import frame, store
from views.html import Safe, join, link, tag


def source(_: Texts, reference: Reference) -> Safe:
    """A link to the source in the library, or the word `aanname` with what it rests on."""
    if reference.url == "assumption":
        return join([tag("strong", _("aanname")), f": {reference.title}"])
    found = source_by_address(store.knowledge()).get(reference.url)
    address = library_address(_, found) if found else reference.url
    return link(address, reference.title)


def library_address(_: Texts, source_id: str) -> str:
    """The address of one source in the library."""
    return frame.address("bibliotheek", _, bron=source_id)


def library_link(_: Texts, knowledge: Knowledge, source_id: str) -> Safe:
    """The title of a source as a link to its place in the library."""
    return link(library_address(_, source_id), knowledge.advice.sources[source_id].title)


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
