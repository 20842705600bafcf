"""On the screen Gegevens: deliver one file from the browser, fetch open data, build, and undo."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

import words
from language import Texts
from pipelines.intake import (
    TABLE_SUFFIXES,
    Look,
    NothingToBuildError,
    Preview,
    contract,
    newest_year,
    presets,
)
from pipelines.permitted_intake import PermittedIntake
from views import store
from views.frame import Screen
from views.html import Column, heading, join, paragraph, table, tag

_NONE = ""
_STEPS = 20  # about as many steps as a build has; the bar only shows that it goes on


def draw(screen: Screen) -> None:
    """The whole part, for roles that may; closed until somebody wants it."""
    _, access = screen.texts, screen.read.access
    delivers, builds = access.may("upload"), access.may("build")
    if not (delivers or builds):
        return
    intake = store.intake(access)
    st.html(heading(2, _("Zelf aanleveren")))
    if delivers:
        with st.expander(_("Een bestand toevoegen")):
            _upload(_, intake, screen)
        with st.expander(_("Open gegevens ophalen")):
            _fetch(_, intake, screen.meta["gemeentecode"])
    with st.expander(_("Verwerken en ongedaan maken")):
        if builds:
            _build(_, intake)
        if delivers:
            _undo(_, intake)


def _upload(_: Texts, intake: PermittedIntake, screen: Screen) -> None:
    screen.read.access.require("upload")
    limit = st.get_option("server.maxUploadSize")
    st.html(
        paragraph(
            _(
                "Tot {mb} MB. Zet een groter bestand zelf in de map {folder}; "
                "de verwerking leest daar bestanden van elke grootte.",
                mb=_.number(limit, 0),
                folder=str(screen.read.folder),
            )
        )
    )
    given = st.file_uploader(
        _("Kies een bestand: CSV, Excel, Parquet, JSON of SPSS"),
        type=[suffix.removeprefix(".") for suffix in TABLE_SUFFIXES],
        key="aanlevering",
    )
    if given is None:
        return
    with tempfile.TemporaryDirectory() as place:
        # outside the workspace until the guards have seen it
        path = Path(place) / Path(given.name).name
        path.write_bytes(given.getvalue())
        look = intake.look_at(path)
        if look.refused:
            st.error(_.of(look.refused))
            return
        mapping = _mapping(_, look, given.file_id)
        if mapping is None:
            return
        try:
            found = intake.preview(path, mapping)
            mapping = _categories(_, found, mapping, given.file_id, screen)
            if mapping.get("categories"):
                found = intake.preview(path, mapping)
            _show_preview(_, found)
            if found.refused is None and st.button(_("Opslaan in de map"), key="opslaan"):
                intake.put_in(path, mapping)
                st.success(
                    _(
                        "{file} is opgeslagen, met de vertaling in gemeente.yaml. Verwerk nu de "
                        "gegevens om het te zien.",
                        file=path.name,
                    )
                )
        except NothingToBuildError as fault:
            st.error(_.of({"nl": fault.message_nl, "en": fault.message_en}))


def _mapping(_: Texts, look: Look, file_id: str) -> dict[str, Any] | None:
    """What the file is and which column is which, as chosen."""
    kinds = list(contract().kinds)
    guessed = kinds.index(look.kind) if look.kind else None
    kind = st.selectbox(
        _("Dit bestand bevat"),
        kinds,
        index=guessed,
        format_func=lambda name: words.file_kind(_, name),
        placeholder=_("kies wat het is"),
        key=f"soort_{file_id}",
    )
    if kind is None:
        return None
    ready = [name for name, preset in presets().items() if kind in preset.kinds]
    preset = None
    if ready:
        choices = [_NONE, *ready]
        preset = st.selectbox(
            _("Klaar recept"),
            choices,
            index=choices.index(look.preset) if look.preset in choices else 0,
            format_func=lambda name: _.of(presets()[name].title) if name else _("geen"),
            key=f"recept_{file_id}",
        )
    columns = {}
    folded = {column.casefold(): column for column in look.columns}
    st.html(paragraph(_("Welke kolom van het bestand hoort bij welke kolom van de afspraken?")))
    left, right = st.columns(2)
    for place, column in enumerate(contract().kinds[kind].columns):
        usual = presets()[preset].columns.get(column.name, ()) if preset else ()
        found = next((folded[n] for n in (*usual, column.name) if n.casefold() in folded), None)
        choices = [_NONE, *look.columns]
        with (left, right)[place % 2]:
            chosen = st.selectbox(
                f"{column.name}: {_.of(column.meaning)}",
                choices,
                index=choices.index(found) if found else 0,
                format_func=lambda name: name or _("geen"),
                key=f"kolom_{file_id}_{kind}_{preset}_{column.name}",
            )
        if chosen:
            columns[column.name] = chosen
    return {"as": kind, "preset": preset, "columns": columns}


def _categories(
    _: Texts, found: Preview, mapping: dict[str, Any], file_id: str, screen: Screen
) -> dict[str, Any]:
    """Translate categories that are in no list; one choice for each."""
    if found.refused or found.unknown_categories.empty:
        return mapping
    st.html(
        paragraph(_("Deze categorieën zijn onbekend. Kies voor elk welke van ons erbij hoort."))
    )
    known = [_NONE, *screen.knowledge.categories]
    chosen = {}
    for place, theirs in enumerate(found.unknown_categories["detail"].head(60)):
        ours = st.selectbox(
            str(theirs),
            known,
            format_func=lambda name: (
                _.of(screen.knowledge.categories[name].name) if name else _("nog niet gekozen")
            ),
            key=f"categorie_{file_id}_{place}_{theirs}",
        )
        if ours:
            chosen[str(theirs)] = ours
    return {**mapping, "categories": chosen}


def _show_preview(_: Texts, found: Preview) -> None:
    st.html(heading(3, _("Voorbeeld")))
    if found.refused:
        st.html(paragraph(_.of(found.refused), "wp-notice"))
        return
    counted = _(
        "{used} van {n} rijen worden gebruikt.",
        used=_.number(found.rows_used, 0),
        n=_.number(found.rows_in, 0),
    )
    st.html(paragraph(tag("strong", counted)))
    rows = found.first_rows
    if not rows.empty:
        columns = [Column(str(name)) for name in rows.columns]
        first = [["–" if pd.isna(v) else str(v) for v in row] for row in rows.values.tolist()]
        st.html(table(_("De eerste rijen, zoals ze worden gebruikt"), columns, first))
    if not found.reasons.empty:
        cells = [
            (
                "–" if pd.isna(row["column_name"]) else row["column_name"],
                _.of({"nl": row["message_nl"], "en": row["message_en"]}),
                _.number(row["rows"], 0),
            )
            for row in found.reasons.to_dict("records")
        ]
        heads = [Column(_("Kolom")), Column(_("Reden")), Column(_("Rijen"), "right")]
        st.html(table(_("Wat niet wordt gebruikt"), heads, cells, phone="cards"))


def _fetch(_: Texts, intake: PermittedIntake, gemeentecode: str) -> None:
    text = _(
        "Grenzen en inwoners van het CBS en registers van de politie, elk met een bronkaart. "
        "Dit vraagt een verbinding met internet en duurt enkele minuten."
    )
    st.html(paragraph(text))
    year = st.number_input(
        _("Jaar van de grenzen en de inwoners"),
        2019,
        newest_year(),
        newest_year(),
        key="ophaaljaar",
    )
    if not st.button(_("Ophalen"), key="ophalen"):
        return
    with st.status(_("Bezig met ophalen")) as status:
        try:
            failed = intake.fetch(
                gemeentecode,
                int(year),
                lambda url: status.update(label=url.split("?")[0]),
            )
        except NothingToBuildError as fault:
            failed = [fault]
        status.update(
            label=_("Niet alles is opgehaald") if failed else _("Alles is opgehaald"),
            state="error" if failed else "complete",
        )
    for missed in failed:
        st.error(_.of({"nl": missed.message_nl, "en": missed.message_en}))


def _build(_: Texts, intake: PermittedIntake) -> None:
    if st.button(_("Gegevens nu verwerken"), key="verwerken", type="primary"):
        bar = st.progress(0.0, text=_("Bezig"))
        done: list[str] = []

        def on_step(step: str) -> None:
            done.append(step)
            bar.progress(min(len(done) / _STEPS, 0.99), text=step)

        try:
            intake.build(on_step)
        except NothingToBuildError as fault:
            st.error(_.of({"nl": fault.message_nl, "en": fault.message_en}))
        else:
            bar.progress(1.0, text=_("Klaar"))
            st.html(
                join(
                    [
                        paragraph(
                            _("De gegevens zijn verwerkt. Laad de pagina opnieuw om ze te zien.")
                        )
                    ]
                )
            )


def _undo(_: Texts, intake: PermittedIntake) -> None:
    last = intake.last_put_in()
    if last and st.button(_("Laatste toevoeging terugnemen: {file}", file=last), key="terug"):
        intake.take_back()
        st.success(_("{file} is teruggenomen. Verwerk de gegevens opnieuw.", file=last))


__all__ = ["draw"]
