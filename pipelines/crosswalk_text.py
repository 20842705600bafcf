"""The crosswalk of a workspace: how wijken of other years went over into those on the map."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pandas as pd

from geodata.crosswalk import Crosswalk
from indicators import load_knowledge
from language import Texts
from language.conversion import estimated_share
from pipelines.build import AMSTERDAM, connect, read_divisions
from pipelines.faults import NothingToBuildError
from pipelines.making import Making
from pipelines.report import as_lines
from pipelines.wording import change_name, is_converted_name
from pipelines.workspace import open_workspace


def crosswalks_of(folder: Path, now: datetime) -> list[Crosswalk]:
    """The crosswalk of every other delivered year, the nearest first. Raises NothingToBuildError
    when there is one year only.
    """
    connection = connect(None)
    try:
        making = Making(connection, open_workspace(folder), load_knowledge(), lambda step: None)
        divisions = read_divisions(making, now.astimezone(AMSTERDAM).year)
    finally:
        connection.close()
    if not divisions.other_years:
        raise NothingToBuildError(
            f"Er zijn alleen grenzen van één jaar ({divisions.year}). Lever ook een kaart van een "
            "ander jaar, bijvoorbeeld areas-2020.gpkg.",
            f"There are borders of one year only ({divisions.year}). Deliver a map of another year "
            "too, such as areas-2020.gpkg.",
        )
    return [divisions.crosswalk(year, divisions.year) for year in divisions.other_years]


def crosswalk_csv(walks: list[Crosswalk]) -> str:
    """Every part of every crosswalk, for programs."""
    tables = []
    for walk in walks:
        table = walk.parts.copy()
        table.insert(0, "from_year", walk.from_year)
        table.insert(1, "to_year", walk.to_year)
        tables.append(table)
    return pd.concat(tables).to_csv(index=False, lineterminator="\n")


def crosswalk_text(walks: list[Crosswalk], _: Texts) -> str:
    """One table per year, for people."""
    return "\n\n".join(_one(walk, _) for walk in walks)


def _one(walk: Crosswalk, _: Texts) -> str:
    heads = [_("oude wijk"), _("nieuwe wijk"), _("wat er gebeurde"), _("deel"), _("omrekenen")]
    lines = [heads]
    for part in walk.parts.astype(object).where(walk.parts.notna(), None).to_dict("records"):
        old, new = part["from_code"], part["to_code"]
        lines.append(
            [
                f"{old} {part['from_name']}" if old else "–",
                f"{new} {part['to_name']}" if new else "–",
                change_name(_, part["change"]),
                estimated_share(_, 100 * part["share"]) if old and new else "–",
                is_converted_name(_, part["is_sound"], part["problem"]),
            ]
        )
    title = _("Van {from_year} naar {to_year}", from_year=walk.from_year, to_year=walk.to_year)
    return "\n".join([title, as_lines(lines, left_columns=3)])
