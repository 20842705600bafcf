"""On the screen Gegevens: what can be said of each delivery, where fetched files come from, and how
wijken of other years were converted.
"""

import pandas as pd

import words
from language.conversion import estimated_share
from pipelines.wording import change_name, is_converted_name, measure_name
from views import exports, frame, store
from views.frame import Screen
from views.html import (
    Column,
    Safe,
    bullets,
    details,
    esc,
    heading,
    join,
    paragraph,
    table,
    tag,
)
from words.rows import rows_of

_PLOT_MONTHS = 24
_BAR, _GAP, _HEIGHT = 6, 2, 28


def draw(screen: Screen) -> None:
    """Quality, source cards and divisions; nothing of what is not there."""
    frame.show(_quality(screen))
    figures = screen.read.table("source_quality")
    if not figures.empty:
        exports.button(screen, figures, "kwaliteit-van-de-levering", "kwaliteit_csv")
    frame.show(_months(screen))
    frame.show(_cards(screen))
    frame.show(_divisions(screen))


def _quality(screen: Screen) -> Safe:
    _ = screen.texts
    rows = []
    for row in rows_of(screen.read.table("source_quality")):
        value = _.number(row.value, 1) if frame.known(row.value) is not None else "–"
        mark = tag("strong", _("Let op")) if row.is_remarkable else ""
        rows.append(
            (
                row.name,
                words.file_kind(_, row.kind),
                measure_name(_, row.measure),
                value,
                frame.known(row.detail) or "",
                mark,
            )
        )
    if not rows:
        return Safe("")
    columns = [
        Column(_("Bron of bestand")),
        Column(_("Soort")),
        Column(_("Maat")),
        Column(_("Waarde"), "right"),
        Column(_("Bijzonderheid")),
        Column(_("Let op")),
    ]
    caption = _(
        "Wat opvalt staat bovenaan. Een opvallend cijfer is een reden om te kijken, geen fout. De "
        "grenzen zijn aannames."
    )
    marked = sum(1 for row in rows if row[-1])
    count = _.plural("{n} cijfer valt op", "{n} cijfers vallen op", marked)
    note = tag("span", f" {count}", "wp-summary-note")
    grid = table(caption, columns, rows, phone="cards")
    return join(
        [
            heading(2, _("Kwaliteit van de levering")),
            details(join([_("Alle cijfers"), note]), grid),
        ]
    )


def _months(screen: Screen) -> Safe:
    """A small plot per system: what came in per month. The figures stand beside it as text."""
    _ = screen.texts
    frame_ = screen.read.table("source_months")
    rows = []
    for (kind, name), of_source in frame_.groupby(["kind", "name"], sort=True):
        own = of_source.set_index("month")["times"].dropna().astype(float).to_dict()
        spanned = of_source["month"]
        months = pd.date_range(spanned.min(), spanned.max(), freq="MS")[-_PLOT_MONTHS:]
        counts = [own.get(month) for month in months]
        known = [int(count) for count in counts if count is not None]
        if not known:
            continue
        first, last = months[0].strftime("%Y-%m"), months[-1].strftime("%Y-%m")
        summary = _(
            "{first} tot en met {last}: laagste {low}, hoogste {high}",
            first=first,
            last=last,
            low=_.number(min(known), 0),
            high=_.number(max(known), 0),
        )
        rows.append(
            (name, words.file_kind(_, str(kind)), join([_bars(counts, summary), " ", summary]))
        )
    columns = [Column(_("Bron")), Column(_("Soort")), Column(_("Aantal per maand"))]
    caption = _("Elk staafje is een maand. Een lege plek is een maand waarover niets is geleverd.")
    return table(caption, columns, rows, phone="cards")


def _bars(counts: list[float | None], label: str) -> Safe:
    """Bars on one line; a month without a figure has none."""
    highest = max([float(count) for count in counts if count is not None], default=0) or 1.0
    width = len(counts) * (_BAR + _GAP)
    bars = []
    for place, count in enumerate(counts):
        if count is None:
            continue
        height = max(1, round(_HEIGHT * float(count) / highest))
        bars.append(
            f'<rect x="{place * (_BAR + _GAP)}" y="{_HEIGHT - height}" width="{_BAR}" '
            f'height="{height}" fill="#1F4E79"/>'
        )
    return Safe(
        f'<svg role="img" aria-label="{esc(label)}" width="{width}" height="{_HEIGHT}" '
        f'viewBox="0 0 {width} {_HEIGHT}">{"".join(bars)}</svg>'
    )


def _cards(screen: Screen) -> Safe:
    """Where fetched files come from."""
    _ = screen.texts
    parts = []
    for card, is_as_fetched in store.source_cards(screen.read):
        lines: list[object] = [
            _("Uitgever: {publisher}. Licentie: {licence}.", publisher=card.publisher,
              licence=card.licence),
            _("Opgehaald op {moment} van {url}.", moment=_.moment(card.accessed), url=card.url),
            _("Rijen ontvangen {received}, opgeschreven {written}.",
              received=_.number(card.rows_received, 0), written=_.number(card.rows_written, 0)),
            *(_.of(gap) for gap in card.known_gaps),
        ]  # fmt: skip
        if not is_as_fetched:
            lines.append(
                tag("strong", _("Het bestand is na het ophalen veranderd, of is er niet meer."))
            )
        parts.append(details(f"{card.file}: {card.title}", bullets(lines)))
    return join([heading(3, _("Bronkaarten")), *parts]) if parts else Safe("")


def _divisions(screen: Screen) -> Safe:
    """How wijken of other years went over into those on the map."""
    _ = screen.texts
    walk = screen.read.table("crosswalk")
    parts = []
    for (old, new), own in walk.groupby(["from_year", "to_year"], sort=True):
        rows = [
            (
                f"{row.from_code} {row.from_name}" if frame.known(row.from_code) else "–",
                f"{row.to_code} {row.to_name}" if frame.known(row.to_code) else "–",
                change_name(_, row.change),
                estimated_share(_, 100 * row.share) if row.change not in ("gone", "new") else "–",
                is_converted_name(_, bool(row.is_sound), frame.known(row.problem)),
            )
            for row in rows_of(own)
        ]
        columns = [
            Column(_("Oude wijk")),
            Column(_("Nieuwe wijk")),
            Column(_("Wat er gebeurde")),
            Column(_("Deel"), "right"),
            Column(_("Omgerekend")),
        ]
        title = _("Van {from_year} naar {to_year}", from_year=old, to_year=new)
        parts.append(details(title, table(title, columns, rows, phone="cards")))
    if not parts:
        return Safe("")
    text = _(
        "Sommige bestanden gebruiken een andere wijkindeling dan de kaart. Hun aantallen zijn "
        "omgerekend; een verdeeld aantal is een schatting."
    )
    return join([heading(3, _("Andere wijkindelingen")), paragraph(text), *parts])


__all__ = ["draw"]
