"""Delivering one file: seen by the guards, taken for something, mapped, previewed, put in."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

from access import Access
from indicators import Knowledge
from language import Texts
from pipelines.delivering import fits, needs_no_mapping, pattern_for, stored_name
from pipelines.intake import UPLOAD_SUFFIXES, Look, NothingToBuildError, Preview
from pipelines.permitted_intake import PermittedIntake
from views import aanleveren_vertaling, store
from views.html import Column, Safe, bullets, details, heading, paragraph, table, tag

_MEMORY = "aanlevering_seen"
_MOST_REMEMBERED = 12
Seen = TypeVar("Seen")


def draw(_: Texts, access: Access, intake: PermittedIntake, knowledge: Knowledge) -> None:
    """From the choice of a file to the file in the workspace."""
    access.require("upload")
    limit = st.get_option("server.maxUploadSize")
    st.html(
        paragraph(
            _(
                "Tot {mb} MB. Zet een groter bestand zelf in de map {folder}; "
                "de verwerking leest daar bestanden van elke grootte. Een kaart als Shapefile "
                "bestaat uit meer bestanden: zet ook die zelf in de map.",
                mb=_.number(limit, 0),
                folder=str(store.workspace()),
            )
        )
    )
    given = st.file_uploader(
        _("Kies een bestand: CSV, Excel, Parquet, JSON of SPSS, of een kaart als GeoPackage"),
        type=[suffix.removeprefix(".") for suffix in UPLOAD_SUFFIXES],
        key="aanlevering",
    )
    if given is None:
        return
    with tempfile.TemporaryDirectory() as place:
        try:
            # outside the workspace until the guards have seen it
            path = Path(place) / stored_name(given.name, "")
            path.write_bytes(given.getvalue())
            _take_in(_, intake, knowledge, path, given.file_id)
        except NothingToBuildError as fault:
            st.error(_.of({"nl": fault.message_nl, "en": fault.message_en}))


def _take_in(
    _: Texts, intake: PermittedIntake, knowledge: Knowledge, path: Path, file_id: str
) -> None:
    look = _remembered(f"{file_id} look", lambda: intake.look_at(path))
    if look.refused:
        st.error(_.of(look.refused))
    elif look.kind == "areas":
        _map(_, intake, path, file_id)
    else:
        _table(_, intake, knowledge, path, look, file_id)


def _table(
    _: Texts,
    intake: PermittedIntake,
    knowledge: Knowledge,
    path: Path,
    look: Look,
    file_id: str,
) -> None:
    st.html(_as_delivered(_, look))
    in_place = intake.mapping_in_place(path.name)
    if in_place is not None and _keep(_, in_place, file_id):
        found = _preview(intake, path, in_place, file_id)
        _show_preview(_, found)
        _save(_, intake, path, path.name, in_place["as"], None, found)
        return
    mapping = aanleveren_vertaling.draw(_, look, knowledge, file_id)
    if mapping is None:
        return
    found = _preview(intake, path, mapping, file_id)
    mapping = aanleveren_vertaling.values(_, found, mapping, file_id)
    found = _preview(intake, path, mapping, file_id)
    _show_preview(_, found)
    if found.refused:
        return
    entry: dict[str, Any] | None = None
    if not needs_no_mapping(path.name, mapping["as"], mapping):
        pattern = in_place["file"] if in_place else _pattern(_, path.name, file_id)
        if not fits(path.name, pattern):
            st.error(_("{file} valt zelf niet onder {pattern}.", file=path.name, pattern=pattern))
            return
        entry = {"file": pattern, **mapping}
    _save(_, intake, path, path.name, mapping["as"], entry, found)


def _as_delivered(_: Texts, look: Look) -> Safe:
    columns = [Column(name) for name in look.columns]
    rows = [["–" if cell is None else cell for cell in row] for row in look.first_rows]
    grid = table(
        _("De eerste rijen, zoals geleverd"), columns, rows, empty=_("Er zijn geen rijen.")
    )
    return details(_("Zo ziet het bestand eruit"), grid)


def _keep(_: Texts, in_place: dict[str, Any], file_id: str) -> bool:
    """Whether the mapping that is there already is used as it is."""
    ways = {
        "keep": _("De vertaling gebruiken die er al is, voor {pattern}", pattern=in_place["file"]),
        "new": _("Opnieuw vertalen"),
    }
    chosen = st.radio(
        _("Dit bestand is bekend"), list(ways), format_func=ways.__getitem__, key=f"al_{file_id}"
    )
    return chosen == "keep"


def _pattern(_: Texts, name: str, file_id: str) -> str:
    """For which names the mapping holds."""
    return st.text_input(
        _("Deze vertaling geldt voor bestanden die zo heten"),
        value=pattern_for(name),
        help=_("Een * staat voor alles: zo is het bestand van volgende week meteen bekend."),
        key=f"patroon_{file_id}",
    ).strip()


def _save(
    _: Texts,
    intake: PermittedIntake,
    path: Path,
    name: str,
    kind: str,
    mapping: dict[str, Any] | None,
    found: Preview | None,
) -> None:
    if found is not None and found.refused:
        return
    if name in dict(intake.contents().files):
        text = _(
            "Er staat al een bestand {file} in de map. Opslaan vervangt het; terugnemen zet het "
            "oude terug.",
            file=name,
        )
        st.html(paragraph(text, "wp-notice"))
    if st.button(_("Opslaan in de map"), key="opslaan", type="primary"):
        intake.put_in(path, name, kind, mapping)
        st.success(
            _(
                "{file} is opgeslagen. Verwerk nu de gegevens om het te zien.",
                file=name,
            )
            if mapping is None
            else _(
                "{file} is opgeslagen, met de vertaling in gemeente.yaml. Verwerk nu de "
                "gegevens om het te zien.",
                file=name,
            )
        )


def _map(_: Texts, intake: PermittedIntake, path: Path, file_id: str) -> None:
    found = _remembered(f"{file_id} map", lambda: intake.preview_map(path))
    year = None
    if not found.states_its_year:
        year = int(
            st.number_input(
                _("Van welk jaar zijn deze grenzen?"),
                2000,
                found.years[-1],
                found.years[-1],
                key=f"kaartjaar_{file_id}",
            )
        )
    years = str(year) if year else ", ".join(str(one) for one in found.years)
    name = stored_name(path.name, "areas", year)
    st.html(heading(3, _("Voorbeeld")))
    counted = _(
        "Een kaart met {wijken} wijken en {buurten} buurten, van {years}.",
        wijken=_.number(found.wijken),
        buurten=_.number(found.buurten),
        years=years,
    )
    st.html(paragraph(tag("strong", counted)))
    if found.remarks:
        st.html(bullets(_.of(remark) for remark in found.remarks))
    text = _(
        "Alleen code, naam, jaar, inwoners en grens worden bewaard, als {name}. Andere kolommen "
        "niet.",
        name=name,
    )
    st.html(paragraph(text))
    _save(_, intake, path, name, "areas", None, None)


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
    if not found.set_aside.empty:
        cells = [
            (
                row["column_name"] or _("hele rij"),
                _.of({"nl": row["message_nl"], "en": row["message_en"]}),
                _.number(row["times"], 0),
                row["rows_named"],
            )
            for row in found.set_aside.to_dict("records")
        ]
        heads = [
            Column(_("Kolom")),
            Column(_("Reden")),
            Column(_("Rijen"), "right"),
            Column(_("De eerste rijnummers"), "right"),
        ]
        st.html(table(_("Wat niet wordt gebruikt"), heads, cells, phone="cards"))


def _preview(intake: PermittedIntake, path: Path, mapping: dict[str, Any], file_id: str) -> Preview:
    key = f"{file_id} {json.dumps(mapping, sort_keys=True, default=str)}"
    return _remembered(key, lambda: intake.preview(path, mapping))


def _remembered(key: str, look: Callable[[], Seen]) -> Seen:
    """What was seen before of this file in this session; a tap elsewhere does not read it again."""
    seen: dict[str, Any] = st.session_state.setdefault(_MEMORY, {})
    if key not in seen:
        seen[key] = look()
        for oldest in list(seen)[:-_MOST_REMEMBERED]:
            del seen[oldest]
    found: Seen = seen[key]
    return found


__all__ = ["draw"]
