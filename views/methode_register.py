"""The card for the algorithm register, as it stands in the rule files now."""

import json
from collections.abc import Mapping

import streamlit as st

from indicators.register_card import fields, register_card
from logbook import rules
from views import store
from views.frame import Screen
from views.html import Column, details, heading, join, paragraph, table, tag


def draw(screen: Screen) -> None:
    """Every field in the words of the card (Dutch, as the register asks), and the card as JSON."""
    _ = screen.texts
    card = of(screen)
    shown = [field for field in fields() if field.shown != "hidden"]
    rows = [
        (
            field.name,
            tag("span", card[field.name], lang="nl")
            if card[field.name]
            else tag("em", _("vult de gemeente in")),
            _("verplicht") if field.shown == "mandatory" else "",
        )
        for field in shown
    ]
    text = _(
        "Wijkpuls deelt wijken in en hoort daarom in het Algoritmeregister. Deze kaart heeft alle "
        "velden van de publicatiestandaard en wordt gemaakt uit de regelbestanden. Wat alleen de "
        "gemeente weet, vult zij zelf in."
    )
    empty = sum(card[field.name] is None for field in shown)
    summary = _.plural(
        "Alle velden; {n} vult de gemeente in", "Alle velden; {n} vult de gemeente in", empty
    )
    columns = [Column(_("Veld")), Column(_("Inhoud")), Column(_("Verplicht"))]
    grid = table(_("Kaart voor het Algoritmeregister"), columns, rows, phone="cards")
    st.html(
        join(
            [
                heading(2, _("Algoritmeregister"), "register"),
                paragraph(text),
                details(summary, grid),
            ]
        )
    )
    _download(screen, card)


def of(screen: Screen) -> Mapping[str, str | None]:
    """The card of this gemeente."""
    weeks = rules().confirmed_phase_weeks.value
    meta = screen.meta
    return register_card(screen.knowledge, meta["naam"], meta["gemeentecode"], weeks)


def _download(screen: Screen, card: Mapping[str, str | None]) -> None:
    _, access = screen.texts, screen.read.access

    def content() -> bytes:
        store.logbook(access).record("export", "algoritmeregister openbaar json")
        return (json.dumps(card, ensure_ascii=False, indent=1) + "\n").encode()

    prefix = "fictief-" if screen.meta["fictief"] == "true" else ""
    st.download_button(
        _("Download de kaart als JSON"),
        content,
        file_name=f"{prefix}algoritmeregister.json",
        mime="application/json",
        key="register_json",
        on_click="ignore",
    )
