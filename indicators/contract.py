"""Names that the public data contract fixes and that the knowledge must cover.

The contract (version 1) is what a gemeente delivers. The loader compares the YAML with these
names, so that an item or category can never silently lack a definition. Source:
docs/data-contract.md.
"""

from __future__ import annotations

CONTRACT_VERSION = 1

SURVEY_ITEMS: dict[str, str] = {
    "contact_andere_groep": "C1",
    "kennen_elkaar_nauwelijks": "C2",
    "durven_aanspreken": "C2",
    "cohesie": "C3",
    "thuisgevoel": "C3",
    "vertrouwen_buurtgenoten": "C4",
    "ergernis_leefregels": "C5",
    "negatief_denken": "C6",
    "spanning_ervaren": "C7",
    "contact_vermijden": "C8",
    "discriminatie_ervaren": "C9",
    "onveilig_voelen": "C12",
    "gehoord_door_gemeente": "C13",
    "vertrouwen_politie": "C13",
}
"""Survey item id -> criterion it informs."""

INCIDENT_CATEGORIES: dict[str, str | None] = {
    "vernieling": "C10",
    "bekladding": "C10",
    "bedreiging": "C10",
    "geweld": "C10",
    "brandstichting": "C10",
    "openbare_orde": "C10",
    "discriminatie": "C9",
    "wegpesten": "C9",
    "belediging_groepskenmerk": "C9",
    "geluidsoverlast": "C5",
    "overlast_jeugd": "C5",
    "overlast_personen": "C5",
    "afval_vervuiling": "C5",
    "burenruzie": "C5",
    "overlast_overig": "C5",
    "overig": None,
}
"""Incident category id -> criterion it can inform (None: kept, never scored)."""

SOURCE_KINDS: tuple[str, ...] = (
    "jongerenwerk",
    "opbouwwerk",
    "welzijn",
    "school",
    "corporatie",
    "zorg",
    "politie",
    "handhaving",
    "sleutelfiguur",
    "gemeente",
    "adv",
)

AGENDA_KINDS: tuple[str, ...] = (
    "besluit",
    "bijeenkomst",
    "herdenking",
    "wedstrijd",
    "opening_opvang",
    "demonstratie",
    "maatregel",
    "overig",
)
