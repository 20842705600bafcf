"""Screen 7, Gegevens: where the figures come from, what was refused and why, and how full the
picture is.
"""

import pandas as pd
import streamlit as st

import words
from views import (
    aanleveren,
    exports,
    frame,
    gegevens_kwaliteit,
    gegevens_reeksen,
    store,
    weeks,
)
from views.frame import Screen
from views.html import (
    Column,
    Safe,
    bullets,
    details,
    heading,
    join,
    jumps,
    paragraph,
    table,
    tag,
)
from words.rows import rows_of

_PAGE = 20
_ALL_FILES = ""


def draw(screen: Screen) -> None:
    """The whole screen."""
    _ = screen.texts
    access, code = screen.read.access, screen.meta["gemeentecode"]
    frame.top(screen, _("Gegevens"))
    aanleveren.tell(_)
    if access.may("upload") or access.may("build"):
        st.html(jumps(_("Op deze pagina"), [("aanleveren", _("Zelf aanleveren en verwerken"))]))
    st.html(_notices(screen))
    st.html(_sources(screen))
    gegevens_kwaliteit.draw(screen)
    gegevens_reeksen.draw(screen)
    st.html(_set_aside(screen))
    if screen.read.access.may_read("delivery_rows"):
        _rejects(screen)
    st.html(_coverage(screen))
    st.html(_builds(screen))
    st.html(_how_to_fill(screen))
    aanleveren.draw(_, access, screen.knowledge, code)


def _notices(screen: Screen) -> Safe:
    """What the pipeline noticed by itself, the warnings first."""
    _ = screen.texts
    rows = screen.read.table("notices")
    head = heading(2, _("Waar u op moet letten"))
    if rows.empty:
        text = _("Er is niets opgevallen aan de geleverde gegevens.")
        return join([head, paragraph(text, "wp-muted")])
    found = []
    for row in rows_of(rows):
        mark = _("Let op") if row.severity == "warning" else _("Ter informatie")
        text = _.of({"nl": row.message_nl, "en": row.message_en})
        file = frame.known(row.file)
        where = tag("span", f" ({file})", "wp-muted") if file else ""
        found.append(join([tag("strong", f"{mark}: "), text, where]))
    return join([head, bullets(found)])


def _sources(screen: Screen) -> Safe:
    """Per file: how fresh, and rows in = used + rejected + ignored."""
    _ = screen.texts
    rows = []
    for row in rows_of(screen.read.table("sources").sort_values("file")):
        first, last = frame.day(row.first_date), frame.day(row.last_date)
        refused = tag("strong", _("bestand geweigerd")) if row.is_refused else ""
        rows.append(
            (
                join([row.file, " ", refused]),
                words.file_kind(_, row.kind),
                _.number(row.rows_in),
                _.number(row.rows_used),
                _.number(row.rows_rejected),
                _.number(row.rows_ignored),
                _.date(first) if first else "–",
                _.date(last) if last else "–",
            )
        )
    columns = [
        Column(_("Bestand")),
        Column(_("Soort")),
        Column(_("Rijen"), "right"),
        Column(_("Gebruikt"), "right"),
        Column(_("Geweigerd"), "right"),
        Column(_("Niet gebruikt"), "right"),
        Column(_("Oudste gegeven"), "right"),
        Column(_("Nieuwste gegeven"), "right"),
    ]
    caption = _(
        "Rijen = gebruikt + geweigerd + niet gebruikt. Niet gebruikt is niet fout: "
        "bijvoorbeeld een oudere versie van dezelfde melding."
    )
    return join([heading(2, _("Bronnen")), table(caption, columns, rows, phone="lines")])


def _set_aside(screen: Screen) -> Safe:
    """Rows that were rejected and rows that were only not used: per file, with what to do."""
    _ = screen.texts
    summary = screen.read.table("reject_summary")
    wrong = summary[summary["outcome"] == "rejected"]
    unused = summary[summary["outcome"] == "ignored"]
    sources = screen.read.table("sources")
    parts: list[object] = [heading(2, _("Geweigerde rijen"))]
    if wrong.empty:
        parts.append(paragraph(_("Er is geen enkele rij geweigerd."), "wp-muted"))
    for file, own in wrong.groupby("file", sort=True):
        # A row with two faults stands under two reasons and is still one row.
        rows = int(sources.loc[sources["file"] == file, "rows_rejected"].iloc[0])
        count = _.plural("{n} rij geweigerd", "{n} rijen geweigerd", rows)
        note = tag("span", f" {count}", "wp-summary-note")
        parts.append(details(join([file, note]), _reasons(screen, own, str(file))))
    if not unused.empty:
        parts.append(heading(3, _("In orde, maar niet gebruikt")))
        count = _.plural(
            "{n} rij niet gebruikt", "{n} rijen niet gebruikt", int(unused["rows"].sum())
        )
        tables = [
            _reasons(screen, own, str(file)) for file, own in unused.groupby("file", sort=True)
        ]
        parts.append(details(count, join(tables)))
    return join(parts)


def _reasons(screen: Screen, own: pd.DataFrame, file: str) -> Safe:
    _ = screen.texts
    rows = [
        (
            frame.known(row.column_name) or _("hele rij"),
            _.of({"nl": row.message_nl, "en": row.message_en}),
            _.number(row.rows),
        )
        for row in rows_of(own)
    ]
    columns = [
        Column(_("Kolom")),
        Column(_("Wat er mis is en wat u eraan kunt doen")),
        Column(_("Rijen"), "right"),
    ]
    return table(_("{file}, per reden", file=file), columns, rows, phone="cards")


def _rejects(screen: Screen) -> None:
    """The rejected rows themselves, page by page, and all of them as CSV."""
    _ = screen.texts
    summary = screen.read.table("reject_summary")
    summary = summary[summary["outcome"] == "rejected"]
    if summary.empty:
        return
    st.html(heading(3, _("Rij voor rij")))
    files = [_ALL_FILES, *sorted(set(summary["file"]))]
    chosen = st.selectbox(
        _("Toon geweigerde rijen van"),
        files,
        format_func=lambda file: file or _("alle bestanden"),
        key="geweigerd_bestand",
    )
    file = chosen or None
    total = int(summary.loc[summary["file"].eq(file) if file else slice(None), "rows"].sum())
    pages = range(1, len(range(0, total, _PAGE)) + 1)
    page = st.pagination(len(pages), key=f"geweigerd_{chosen}") if len(pages) > 1 else 1
    rows = screen.read.table("rejects", _PAGE, _PAGE * (page - 1), file)
    cells = [
        (
            row.file,
            _.number(row.row_number)
            if frame.known(row.row_number) is not None
            else _("hele bestand"),
            frame.known(row.column_name) or "–",
            _.of({"nl": row.message_nl, "en": row.message_en}),
        )
        for row in rows_of(rows)
    ]
    columns = [
        Column(_("Bestand")),
        Column(_("Rij"), "right"),
        Column(_("Kolom")),
        Column(_("Reden")),
    ]
    caption = _(
        "Pagina {page} van {pages}. Rij 1 is de kopregel. De geweigerde waarde zelf "
        "wordt nooit getoond.",
        page=_.number(page),
        pages=_.number(len(pages)),
    )
    st.html(table(caption, columns, cells, phone="lines"))
    everything = screen.read.table("rejects", total, 0, file)
    exports.button(screen, everything, "geweigerde-rijen", "geweigerd_csv")


def _coverage(screen: Screen) -> Safe:
    """Expected and received reports per wijk over the last eight complete weeks."""
    _ = screen.texts
    all_weeks = screen.read.table("weeks")
    monday = weeks.options(all_weeks)[weeks.chosen(all_weeks)]
    names = screen.read.table("wijken").set_index("wijkcode")["wijknaam"]
    frame_ = screen.read.table("coverage", monday)
    rows = [
        (
            frame.wijk_link(_, row.wijkcode, names.get(row.wijkcode, row.wijkcode)),
            frame.count(_, row.expected) if frame.known(row.expected) is not None else "–",
            frame.count(_, row.received) if frame.known(row.received) is not None else "–",
            _.percent(row.coverage_pct)
            if frame.known(row.coverage_pct) is not None
            else _("geen melders afgesproken"),
        )
        for row in sorted(rows_of(frame_), key=lambda row: names.get(row.wijkcode, row.wijkcode))
    ]
    columns = [
        Column(_("Wijk")),
        Column(_("Verwacht"), "right"),
        Column(_("Ontvangen"), "right"),
        Column(_("Dekking"), "right"),
    ]
    caption = _(
        "Meldingen van professionals over de 8 weken tot en met {week}. 'Niets te "
        "melden' is ook een melding.",
        week=_.week(monday),
    )
    grid = table(caption, columns, rows, empty=_("Er zijn geen melders afgesproken."))
    return join([heading(2, _("Dekking per wijk")), grid])


def _builds(screen: Screen) -> Safe:
    """Which builds there are, and what the newest run did."""
    _ = screen.texts
    builds = store.builds()
    items = [
        join([build_id, " ", tag("strong", _("(deze ziet u nu)"))])
        if build_id == screen.meta["build_id"]
        else tag("span", build_id)
        for build_id in builds
    ]
    log = [(row.step, _.number(row.seconds, 2)) for row in rows_of(screen.read.table("run_log"))]
    columns = [Column(_("Stap")), Column(_("Seconden"), "right")]
    made = _.moment(frame.moment(screen.meta["created_at_utc"]))
    return join(
        [
            heading(2, _("Verwerking")),
            paragraph(_("Deze cijfers zijn gemaakt op {moment}.", moment=made)),
            details(_("Alle builds in deze workspace"), bullets(items)),
            details(_("Wat de verwerking deed"), table(_("Stappen van deze build"), columns, log)),
        ]
    )


def _how_to_fill(screen: Screen) -> Safe:
    """How a gemeente delivers: files in a folder, then one command."""
    _ = screen.texts
    files = [
        (
            "gemeente.yaml",
            _("naam en code van de gemeente, en hoe eigen kolommen heten (verplicht)"),
        ),
        ("areas.gpkg", _("de grenzen van de wijken, per jaar (verplicht)")),
        ("population*.csv", _("inwoners per wijk en jaar (verplicht)")),
        ("incidents*.csv", _("wat er gebeurde: één rij per incident of melding")),
        ("surveys*.csv", _("antwoorden van bewoners, zonder naam of adres")),
        ("survey_results*.csv", _("uitkomsten van een enquête per wijk")),
        ("signals*.csv", _("wat professionals zien, per criterium")),
        ("registrations*.csv", _("aantallen uit open registers; leeg is niet vrijgegeven")),
        ("agenda*.csv", _("wat er aankomt of is besloten")),
        ("reporters.csv", _("wie er meldt en hoe vaak")),
    ]
    columns = [Column(_("Bestand in de map")), Column(_("Wat erin staat"))]
    steps = [
        _("Zet de bestanden in de map van de gemeente. Eén gemeente per map."),
        join([_("Controleer ze: "), tag("code", "python -m pipelines check MAP")]),
        join([_("Verwerk ze: "), tag("code", "python -m pipelines run MAP")]),
        _("Laad deze pagina opnieuw. Wat niet bruikbaar was, staat hierboven met de reden."),
    ]
    return join(
        [
            heading(2, _("Zo levert u gegevens")),
            tag("ol", join(tag("li", step) for step in steps), "wp-list"),
            table(
                _("De bestanden; CSV, Excel, Parquet, JSON of SPSS"), columns, files, phone="cards"
            ),
            paragraph(
                _(
                    "Een bestand met namen, adressen, burgerservicenummers, herkomst, "
                    "religie of politieke "
                    "voorkeur wordt in zijn geheel geweigerd, voordat er iets van is bewaard."
                )
            ),
        ]
    )
