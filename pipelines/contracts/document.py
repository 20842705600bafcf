"""The data contract as a document for analysts, made from the YAML: the two cannot differ."""

from __future__ import annotations

from pathlib import Path

from indicators import Knowledge, load_knowledge
from indicators.advice.gaps import OTHER_KIND
from pipelines.contracts.model import Column, Kind, contract, guards, reasons

_HEAD = Path(__file__).with_name("document_head.md")
_FORMS = {
    "text": "tekst",
    "wijkcode": "CBS-code `WK` + 6 tekens",
    "buurtcode": "CBS-code `BU` + 8 tekens",
    "category": "categorie uit de lijst",
    "item": "vraag uit de lijst",
    "criterion": "`C1` … `C14`",
    "source_kind": "soort bron uit de lijst",
    "scheidslijn": "scheidslijn uit de lijst",
    "agenda_kind": "soort uit de lijst",
    "offer_kind": "soort aanbod uit de lijst",
    "target_group": "doelgroep uit de lijst",
    "wijken": "CBS-wijkcodes, met een spatie ertussen",
    "moment": "datum, of datum met tijd (`2026-11-20`, `2026-11-20T14:05`)",
    "date": "datum (`2026-11-20`), niet na de peildatum",
    "any_date": "datum (`2026-11-20`)",
    "number": "getal, punt of komma",
    "count": "geheel getal, 0 of hoger",
    "positive_count": "geheel getal, 1 of hoger",
    "level": "0, 1, 2 of 3",
    "year": "jaartal",
    "period": "maand (`2026-05`) of jaar (`2025`)",
}


def contract_document() -> str:
    """The whole document, in Dutch, with what each column means in both languages."""
    knowledge = load_knowledge()
    parts = [
        _HEAD.read_text(encoding="utf-8").replace("VERSION", str(contract().contract)),
        *(_kind_section(name, kind) for name, kind in contract().kinds.items()),
        _lists_section(knowledge),
        _items_section(knowledge),
        _reasons_section(),
        _guards_section(),
    ]
    return "\n".join(parts)


def _kind_section(name: str, kind: Kind) -> str:
    head = f"## `{kind.pattern}` - {kind.title.nl} ({kind.title.en})\n"
    rows = [_column_row(column) for column in kind.columns]
    table = (
        "| kolom | vorm | verplicht | betekenis | meaning |\n|---|---|---|---|---|\n"
        + "\n".join(rows)
        + "\n"
    )
    notes = []
    if kind.one_of:
        choices = ", ".join(" + ".join(f"`{column}`" for column in group) for group in kind.one_of)
        notes.append(f"De plaats staat in een van: {choices}.")
    if kind.unique:
        key = ", ".join(f"`{column}`" for column in kind.unique)
        notes.append(
            f"Een rij is uniek door {key}; van een herhaalde rij telt de nieuwste levering."
        )
    return "\n".join([head, table, *(note + "\n" for note in notes)])


def _column_row(column: Column) -> str:
    form = " / ".join(f"`{value}`" for value in column.values) or _FORMS[column.type]
    required = (
        "ja" if column.required and column.default is None else "kolom" if column.needed else "nee"
    )
    default = f" (standaard `{column.default}`)" if column.default is not None else ""
    meaning = column.meaning
    return f"| `{column.name}` | {form}{default} | {required} | {meaning.nl} | {meaning.en} |"


def _lists_section(knowledge: Knowledge) -> str:
    lines = [
        "## Lijsten\n",
        "### Categorieën van meldingen\n",
        "| categorie | naam | criterium |",
        "|---|---|---|",
    ]
    for category in knowledge.categories.values():
        criterion = category.criterion or "telt nooit mee"
        condition = ", alleen met `group_dimension` = `ja`" if category.condition else ""
        lines.append(f"| `{category.id}` | {category.name.nl} | {criterion}{condition} |")
    lists = (
        ("Soorten bronnen (`source_kind`)", knowledge.vocabulary.source_kind),
        ("Scheidslijnen (`scheidslijn`)", knowledge.vocabulary.scheidslijn),
        ("Soorten agenda (`kind`)", knowledge.vocabulary.agenda_kind),
        ("Doelgroepen van aanbod (`target_group`)", knowledge.advice.lists.target_group),
    )
    for title, words in lists:
        lines += [f"\n### {title}\n", ", ".join(f"`{word}`" for word in words.ids) + "."]
    lines += [_offer_kinds(knowledge)]
    return "\n".join(lines) + "\n"


def _offer_kinds(knowledge: Knowledge) -> str:
    lines = ["\n### Soorten aanbod (`kind`)\n", "| soort | naam |", "|---|---|"]
    lines += [f"| `{item.id}` | {item.name.nl} |" for item in knowledge.interventions.values()]
    return "\n".join([*lines, f"| `{OTHER_KIND}` | Iets anders |"])


def _items_section(knowledge: Knowledge) -> str:
    lines = [
        "### Vragen in enquêtes (`item_id`)\n",
        "| vraag | waarover | schaal | cijfer | criterium |",
        "|---|---|---|---|---|",
    ]
    figures = {
        "share_agree": "percentage dat 4 of 5 antwoordt",
        "share_yes": "percentage ja",
        "mean": "gemiddelde",
    }
    for indicator in knowledge.indicators.values():
        if indicator.source.item and indicator.scale:
            cells = [
                f"`{indicator.source.item}`",
                indicator.name.nl,
                f"{indicator.scale.min:g}-{indicator.scale.max:g}",
                figures[indicator.statistic],
                indicator.criterion,
            ]
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _reasons_section() -> str:
    lines = ["## Wat er met een rij of bestand kan gebeuren\n", "| reden | melding |", "|---|---|"]
    for group in (reasons().rows, reasons().ignored, reasons().files):
        for reason, text in group.items():
            sentence = text.nl.format(
                column="…", detail="…", detail_quoted=" '…'", detail_in_brackets=" (…)"
            )
            lines.append(f"| `{reason}` | {sentence} |")
    return "\n".join(lines) + "\n"


def _guards_section() -> str:
    lines = [
        "## Wat nooit binnenkomt\n",
        "Een bestand met een van deze kolommen wordt in zijn geheel geweigerd, "
        "voordat er iets van is bewaard:\n",
    ]
    for what, words in guards().person_columns.items():
        lines.append(f"- {reasons().guards[what].nl}: {', '.join(words)}")
    lines.append(f"- herkomst, religie of politieke voorkeur: {', '.join(guards().origin_columns)}")
    sensitive = ", ".join(guards().sensitive_columns)
    lines.append(f"- gezondheid of seksuele gerichtheid van personen: {sensitive}")
    lines.append(
        "\nOok een kolom met een onschuldige naam wordt geweigerd als de waarden erop lijken: "
        "burgerservicenummers (met de elfproef), e-mailadressen, telefoonnummers, rekeningnummers, "
        "accounts, geboortedata, adressen, namen van personen, herkomst, religie of partij."
    )
    return "\n".join(lines) + "\n"
