"""How proposals compare with what people decided: per gemeente and quarter, never per person."""

from language import Texts
from logbook import UnreachableError, rules
from pipelines.track_record import TrackRecord, share_interval_pct
from views import memory, store
from views.frame import Screen
from views.html import (
    Column,
    Safe,
    bullets,
    details,
    heading,
    join,
    paragraph,
    phase_label,
    table,
    tag,
)
from views.memory import Memory
from words.rows import rows_of


def section(screen: Screen) -> Safe:
    """Agreement, direction of the differences and lead, or why nothing can be said yet."""
    _ = screen.texts
    head = heading(2, _("Voorstellen naast besluiten van mensen"), "besluiten")
    try:
        record = store.track_record(screen.read) if store.has_logbook() else None
    except UnreachableError:
        return join([head, memory.notice(_, Memory(is_reachable=False))])
    if record is None:
        text = _(
            "Er zijn nog geen besluiten vastgelegd. Zodra wijkteams fasen bevestigen, aanpassen of "
            "verwerpen, staat hier hoe vaak het voorstel daarmee klopte."
        )
        return join([head, paragraph(text, "wp-muted")])
    return join([head, *figures(_, record)])


def figures(_: Texts, record: TrackRecord) -> list[Safe]:
    """What the record says; below the minimum only how much there is."""
    least = rules().track_record_minimum.value
    parts = [
        paragraph(
            _(
                "Alle besluiten van deze gemeente samen. Wie besluit, heeft het voorstel gezien. "
                "Eens zijn bewijst dus niet dat het voorstel goed was. Niemand wordt hier "
                "beoordeeld: er zijn geen cijfers per persoon, wijkteam of wijk."
            )
        )
    ]
    if not record.is_enough:
        parts.append(
            paragraph(
                tag(
                    "strong",
                    _(
                        "Te weinig om iets te zeggen: {n} vergelijkbare besluiten, minstens "
                        "{least} nodig.",
                        n=_.number(record.n),
                        least=_.number(least),
                    ),
                )
            )
        )
        return [*parts, bullets(_left_out(_, record))]
    share = _(
        "Eens met het voorstel: {share} (n = {n})",
        share=agreement(_, record.agreed, record.n, least),
        n=_.number(record.n),
    )
    lines = [share, *_direction(_, record), _lead(_, record)]
    parts.append(bullets([*lines, *_left_out(_, record)]))
    return [*parts, _quarters(_, record, least), _pairs(_, record)]


def agreement(_: Texts, agreed: int, n: int, least: int) -> str:
    """The share that agrees with its interval, or that there are too few."""
    if n < least:
        return _("te weinig om iets te zeggen")
    low, high = share_interval_pct(agreed, n)
    return _(
        "{pct}, tussen {low} en {high}",
        pct=_.percent(100 * agreed / n),
        low=_.percent(low),
        high=_.percent(high),
    )


def _direction(_: Texts, record: TrackRecord) -> list[str]:
    return [
        _(
            "Mensen kozen een zwaardere fase dan het voorstel: {n} keer",
            n=_.number(record.higher),
        ),
        _("Mensen kozen een rustiger fase dan het voorstel: {n} keer", n=_.number(record.lower)),
    ]


def _lead(_: Texts, record: TrackRecord) -> str:
    """How long before people confirmed a rise the proposals had it."""
    rises = len(record.lead_weeks)
    if not rises:
        return _("Voorsprong: nog geen stijging van een vastgestelde fase.")
    interval = record.lead_interval_weeks
    if interval is None or record.lead_median_weeks is None:
        return _.plural(
            "Voorsprong: te weinig om iets te zeggen ({n} stijging).",
            "Voorsprong: te weinig om iets te zeggen ({n} stijgingen).",
            rises,
        )
    return _(
        "Voorsprong: bij {seen} van {rises} stijgingen was het voorstel al zo hoog, met in het "
        "midden {median} weken eerder (tussen {low} en {high}).",
        seen=_.number(record.lead_n),
        rises=_.number(rises),
        median=_.number(record.lead_median_weeks, 1),
        low=_.number(interval[0]),
        high=_.number(interval[1]),
    )


def _left_out(_: Texts, record: TrackRecord) -> list[str]:
    """Decisions that cannot be compared, and why."""
    return [
        _(
            "Niet vergeleken: {n} keer verworpen zonder andere fase",
            n=_.number(record.without_phase),
        ),
        _(
            "Niet vergeleken: {n} keer was er geen voorstel, door te weinig gegevens",
            n=_.number(record.without_proposal),
        ),
    ]


def _quarters(_: Texts, record: TrackRecord, least: int) -> Safe:
    rows = [
        (row.quarter, _.number(row.n), agreement(_, int(row.agreed), int(row.n), least))
        for row in rows_of(record.by_quarter)
    ]
    columns = [Column(_("Kwartaal")), Column("n", "right"), Column(_("Eens met het voorstel"))]
    caption = _("Per kwartaal; onder {least} besluiten geen deel", least=_.number(least))
    return table(caption, columns, rows)


def _pairs(_: Texts, record: TrackRecord) -> Safe:
    rows = [
        (phase_label(_, row.proposed), phase_label(_, row.confirmed), _.number(row.n))
        for row in rows_of(record.pairs)
    ]
    columns = [
        Column(_("Voorgesteld")),
        Column(_("Vastgesteld door mensen")),
        Column(_("Aantal"), "right"),
    ]
    grid = table(_("Voorgestelde en vastgestelde fase"), columns, rows)
    return details(_("Welke fase werd welke"), grid)
