"""The fields with which one file is mapped to the contract: what it is, which column is which, what
holds for every row, which question stands in which column, and which of their values is ours.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

import words
from indicators import Knowledge
from language import Texts
from pipelines.intake import (
    ENCODINGS,
    UTF_8,
    Column,
    Look,
    Preset,
    Preview,
    Unknown,
    choices_of,
    contract,
    presets,
)
from views.html import paragraph

_NONE = ""
_SYSTEMS = ("EPSG:28992", "EPSG:4326")
_SIDE_BY_SIDE = ("surveys", "survey_results")
# What stands in a column of its own when the questions stand side by side.
_OF_ONE_QUESTION = ("item_id", "answer", "value")


def draw(_: Texts, look: Look, knowledge: Knowledge, file_id: str) -> dict[str, Any] | None:
    """The mapping as chosen so far, an entry of gemeente.yaml without `file`; None until somebody
    says what the file is.
    """
    kinds = list(contract().kinds)
    kind = st.selectbox(
        _("Dit bestand bevat"),
        kinds,
        index=kinds.index(look.kind) if look.kind else None,
        format_func=lambda name: words.file_kind(_, name),
        placeholder=_("kies wat het is"),
        key=f"soort_{file_id}",
    )
    if kind is None:
        return None
    preset = _preset(_, look, kind, file_id)
    encoding = _encoding(_, look, file_id)
    key = f"{file_id}_{kind}_{preset}"
    items: dict[str, Any] | None = {}
    if kind in _SIDE_BY_SIDE and st.checkbox(
        _("De vragen staan naast elkaar: elke vraag heeft een eigen kolom"),
        value=bool(preset and presets()[preset].questions),
        key=f"naast_elkaar_{key}",
    ):
        items = _items(_, look, knowledge, presets()[preset] if preset else None, key)
        if items is None:
            return None
    columns, defaults = _columns(_, look, knowledge, kind, preset, bool(items), key)
    system = None
    if "x" in columns and "y" in columns:
        names = {
            "EPSG:28992": _("RD in meters (EPSG:28992)"),
            "EPSG:4326": _("lengte- en breedtegraad (EPSG:4326)"),
        }
        system = st.selectbox(
            _("Coördinaten in x en y"), _SYSTEMS, format_func=names.__getitem__, key=f"crs_{key}"
        )
    mapping = {
        "as": kind,
        "preset": preset or None,
        "columns": columns,
        "items": items,
        "defaults": defaults,
        "crs": system if system == "EPSG:4326" else None,
        "encoding": encoding if encoding != UTF_8 else None,
    }
    return {name: value for name, value in mapping.items() if value or name == "columns"}


def values(_: Texts, found: Preview, mapping: dict[str, Any], file_id: str) -> dict[str, Any]:
    """The mapping with the values of the file that are in no list of ours, as translated."""
    for unknown in found.unknown:
        st.html(
            paragraph(
                _("Kolom {column}: deze waarden zijn onbekend. Kies voor elk wat het bij ons is.",
                  column=unknown.column)
            )
        )  # fmt: skip
        chosen: dict[str, str] = {}
        left, right = st.columns(2)
        for place, theirs in enumerate(unknown.values):
            with (left, right)[place % 2]:
                ours = _one_of(_, theirs, unknown, f"waarde_{file_id}_{unknown.column}_{theirs}")
            if ours:
                chosen[theirs] = ours
        if unknown.has_more:
            st.html(
                paragraph(
                    _("Er zijn er nog meer. Maak daarvoor een tabel en noem die in gemeente.yaml "
                      "(categories_file), of kies een andere kolom."),
                    "wp-notice",
                )
            )  # fmt: skip
        if not chosen:
            continue
        if unknown.column == "category":
            mapping = {**mapping, "categories": chosen}
        else:
            mapping = {**mapping, "values": {**mapping.get("values", {}), unknown.column: chosen}}
    return mapping


def _one_of(_: Texts, theirs: str, unknown: Unknown, key: str) -> str:
    """What one value of the file is with us; empty while nobody has chosen."""

    def name(ours: str) -> str:
        return _.of(unknown.choices[ours]) if ours else _("nog niet gekozen")

    return str(st.selectbox(theirs, [_NONE, *unknown.choices], format_func=name, key=key))


def _preset(_: Texts, look: Look, kind: str, file_id: str) -> str:
    ready = [name for name, preset in presets().items() if kind in preset.kinds]
    if not ready:
        return _NONE
    choices = [_NONE, *ready]
    return str(
        st.selectbox(
            _("Klaar recept"),
            choices,
            index=choices.index(look.preset) if look.preset in choices else 0,
            format_func=lambda name: _.of(presets()[name].title) if name else _("geen"),
            key=f"recept_{file_id}",
        )
    )


def _encoding(_: Texts, look: Look, file_id: str) -> str:
    """How the letters of a CSV are written; asked only where it is not the usual way."""
    if look.encoding == UTF_8:
        return UTF_8
    return str(
        st.selectbox(
            _("Tekenset van het bestand"),
            ENCODINGS,
            index=ENCODINGS.index(look.encoding),
            help=_("Ziet u vreemde tekens in plaats van ë of é, kies dan de andere."),
            key=f"tekens_{file_id}",
        )
    )


def _columns(
    _: Texts,
    look: Look,
    knowledge: Knowledge,
    kind: str,
    preset: str,
    is_wide: bool,
    key: str,
) -> tuple[dict[str, str], dict[str, str]]:
    """Which column is which, and what holds for every row where there is no column."""
    st.html(
        paragraph(
            _("Welke kolom van het bestand hoort bij welke kolom van de afspraken? Staat iets in "
              "geen enkele kolom en is het voor alle rijen gelijk, vul het dan ernaast in.")
        )
    )  # fmt: skip
    folded = {column.casefold(): column for column in look.columns}
    columns, defaults = {}, {}
    for column in contract().kinds[kind].columns:
        if is_wide and column.name in _OF_ONE_QUESTION:
            continue
        usual = presets()[preset].columns.get(column.name, ()) if preset else ()
        found = next((folded[n] for n in (*usual, column.name) if n.casefold() in folded), None)
        choices = [_NONE, *look.columns]
        left, right = st.columns([3, 2])
        with left:
            chosen = st.selectbox(
                f"{column.name}: {_.of(column.meaning)}",
                choices,
                index=choices.index(found) if found else 0,
                format_func=lambda name: name or _("geen"),
                key=f"kolom_{key}_{column.name}",
            )
        if chosen:
            columns[column.name] = chosen
            continue
        with right:
            value = _default(_, column, knowledge, key)
        if value:
            defaults[column.name] = value
    return columns, defaults


def _default(_: Texts, column: Column, knowledge: Knowledge, key: str) -> str:
    """What holds for every row. Not for a place or a number of its own for each row."""
    label = _("{column}, voor alle rijen", column=column.name)
    where = f"altijd_{key}_{column.name}"
    choices = choices_of(column, knowledge)
    if choices:
        return str(
            st.selectbox(
                label,
                [_NONE, *choices],
                format_func=lambda value: _.of(choices[value]) if value else _("geen"),
                key=where,
            )
        )
    if column.type in ("date", "any_date", "moment"):
        day = st.date_input(label, value=None, format="DD-MM-YYYY", key=where)
        return day.isoformat() if day else _NONE
    if column.type in ("text", "year", "period") and not column.name.endswith("_id"):
        return st.text_input(label, key=where).strip()
    return _NONE


def _items(
    _: Texts, look: Look, knowledge: Knowledge, preset: Preset | None, key: str
) -> dict[str, Any] | None:
    """Which question stands in which column, and what its codes mean; None while what was typed
    cannot be read.
    """
    st.html(
        paragraph(
            _("In welke kolom staat welke vraag? Sla over wat er niet in staat. Achter de kolom "
              "staat wat elke code bij ons is, zoals 1=5, 2=4. Een code die er niet bij staat, is "
              "geen antwoord. Leeg: de codes zijn al die van ons.")
        )
    )  # fmt: skip
    items: dict[str, Any] = {}
    for indicator in knowledge.indicators.values():
        item = indicator.source.item
        if item is None:
            continue
        question = preset.question_of(item) if preset else None
        left, right = st.columns([3, 2])
        with left:
            column = st.selectbox(
                f"{item}: {_.of(indicator.name)}",
                [_NONE, *look.columns],
                format_func=lambda name: name or _("geen"),
                key=f"vraag_{key}_{item}",
            )
        if not column:
            continue
        usual = dict(question.answers) if question else {}
        with right:
            said = st.text_input(
                _("Codes van {item}", item=item),
                value=", ".join(f"{theirs}={ours}" for theirs, ours in usual.items()),
                key=f"codes_{key}_{item}",
            )
        answers = _answers(said)
        if answers is None:
            st.error(_("De codes van {item} kloppen niet. Schrijf ze als 1=5, 2=4.", item=item))
            return None
        items[item] = {"column": column, "answers": answers} if answers else {"column": column}
    return items


def _answers(said: str) -> dict[str, str] | None:
    """`1=5, 2=4` as pairs; None when it is something else."""
    parts = [part.split("=") for part in said.replace(";", ",").split(",") if part.strip()]
    pairs = [(part[0].strip(), part[-1].strip()) for part in parts if len(part) == 2]
    if len(pairs) < len(parts) or not all(theirs and ours for theirs, ours in pairs):
        return None
    return dict(pairs)


__all__ = ["draw", "values"]
