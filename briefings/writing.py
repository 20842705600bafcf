"""A briefing as a document: the overview, or one or more wijken after each other."""

from __future__ import annotations

from collections.abc import Iterator

from briefings import method_text, phrases
from briefings.document import Block, Document, Facts, Heading, PageBreak, Paragraph
from briefings.model import Briefing
from briefings.overview_text import OverviewText
from briefings.wijk_text import WijkText
from indicators import Knowledge
from language import Texts

# With more wijken than this, the title has their number; each name is a heading.
_MOST_IN_TITLE = 2


def overview_document(_: Texts, knowledge: Knowledge, briefing: Briefing) -> Document:
    """The wijken side by side with the map."""
    title = _("Samenleven in {gemeente}: overzicht", gemeente=briefing.about.gemeente)
    return _document(_, knowledge, briefing, title, OverviewText(_, knowledge, briefing).blocks())


def wijk_document(_: Texts, knowledge: Knowledge, briefing: Briefing) -> Document:
    """Everything about the chosen wijken, each from a new page on."""
    names = ", ".join(part.wijknaam for part in briefing.wijken)
    if len(briefing.wijken) > _MOST_IN_TITLE:
        names = _.plural("{n} wijk", "{n} wijken", len(briefing.wijken))
    return _document(
        _,
        knowledge,
        briefing,
        _("Samenleven in {wijken}: briefing", wijken=names),
        _wijken(_, knowledge, briefing),
    )


def names_of(briefing: Briefing) -> dict[str, str]:
    """wijkcode -> the name of the wijk."""
    return {part.wijkcode: part.wijknaam for part in briefing.wijken}


def _wijken(_: Texts, knowledge: Knowledge, briefing: Briefing) -> Iterator[Block]:
    # A briefing of one wijk has its name as the title.
    rank = 1 if len(briefing.wijken) == 1 else 2
    text = WijkText(_, knowledge, briefing, rank)
    for place, part in enumerate(briefing.wijken):
        if place:
            yield PageBreak()
        if rank > 1:
            yield Heading(rank, part.wijknaam)
        yield from text.blocks(part)


def _document(
    _: Texts, knowledge: Knowledge, briefing: Briefing, title: str, body: Iterator[Block]
) -> Document:
    about, names = briefing.about, names_of(briefing)
    blocks: list[Block] = [Heading(1, title)]
    if about.is_fictional:
        blocks.append(Paragraph(_("Fictieve gemeente: alle gegevens zijn verzonnen."), "warning"))
    blocks.append(Facts(_("Waar deze briefing over gaat"), phrases.origin(_, about, names)))
    blocks += body
    blocks += _method(_, knowledge, briefing)
    return Document(
        title=title,
        lang=_.lang,
        header=phrases.running_header(_, about, names),
        footer=phrases.running_footer(_, about),
        page_of=_("bladzijde {page} van {pages}", page="{page}", pages="{pages}"),
        unix_time=int(about.built_at.timestamp()),
        blocks=tuple(blocks),
    )


def _method(_: Texts, knowledge: Knowledge, briefing: Briefing) -> Iterator[Block]:
    about = briefing.about
    yield Heading(2, _("Hoe dit is gemaakt"))
    yield Paragraph(" ".join(method_text.method(_, about.rule_version)))
    notes = [
        *method_text.certainty(_, knowledge),
        *method_text.hidden(_, about.level),
        phrases.level_meaning(_, about.level),
        method_text.use(_),
    ]
    yield Paragraph(" ".join(notes), "note")
