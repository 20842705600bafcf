"""The command `series`: series on the wijken of a chosen year, from the published build."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from indicators import Knowledge
from language import Texts
from language.spreadsheets import plain
from pipelines import read_model
from pipelines.faults import NothingToBuildError
from pipelines.report import as_lines
from pipelines.series_words import series_name, series_table, why_left_out
from pipelines.workspace import open_workspace


def open_with_division(workspace: Path, division: int) -> read_model.Build:
    """The build that counts, when it has wijken of that year. Raises NothingToBuildError."""
    build = read_model.open_current(workspace)
    if build is None:
        open_workspace(workspace)  # says it, when the workspace itself is what is wrong
        raise NothingToBuildError(
            "Er is nog geen build. Voer eerst uit: python -m pipelines run WORKSPACE",
            "There is no build yet. First run: python -m pipelines run WORKSPACE",
        )
    years = [int(year) for year in build.division_years()["division"]]
    if division in years:
        return build
    build.close()
    listed = ", ".join(str(year) for year in years)
    if not years:
        raise NothingToBuildError(
            "In deze build zijn alleen grenzen van één jaar. Lever ook een kaart van een ander "
            "jaar, bijvoorbeeld areas-2020.gpkg, en bouw opnieuw.",
            "This build has borders of one year only. Deliver a map of another year too, such as "
            "areas-2020.gpkg, and build again.",
        )
    raise NothingToBuildError(
        f"Van {division} is geen kaart geleverd. Kies uit: {listed}.",
        f"No map of {division} was delivered. Choose from: {listed}.",
    )


def series_csv(build: read_model.Build, division: int, _: Texts) -> str:
    """Every number of every series, for programs."""
    table = series_table(_, division, build.series_on(division), build.series_left_out(division))
    table["wijknaam"] = table["wijknaam"].map(lambda name: plain(str(name)), na_action="ignore")
    table["series"] = table["series"].map(plain)
    return table.to_csv(index=False, lineterminator="\n")


def series_text(build: read_model.Build, division: int, knowledge: Knowledge, _: Texts) -> str:
    """Per series and year what was delivered and what of it is on the division; and what is not."""
    totals = build.series_totals(division)
    parts = [_("Reeksen op de wijkindeling van {year}", year=division)]
    parts.append(_totals(totals, knowledge, _) if len(totals) else _("Er zijn geen aantallen."))
    left_out = build.series_left_out(division)
    if len(left_out):
        parts.append(_left_out(left_out, division, _))
    parts.append(_("Elk getal per wijk en periode, met geschat deel: --format csv."))
    return "\n\n".join(parts)


def _totals(totals: pd.DataFrame, knowledge: Knowledge, _: Texts) -> str:
    heads = [
        _("reeks"),
        _("jaar"),
        _("geleverd"),
        _("op deze indeling"),
        _("niet op deze indeling"),
    ]
    years = totals.assign(
        year=totals["period_start"].dt.year, grain=totals["period"].str.len()
    ).groupby(["kind", "series", "grain", "year"], sort=True)
    lines = [heads]
    for (kind, series, _grain, year), own in years:
        counts = [int(own[name].sum()) for name in ("delivered", "shown", "left_out")]
        name = series_name(_, knowledge, str(kind), str(series))
        lines.append([name, str(year), *(_.number(count) for count in counts)])
    return as_lines(lines, left_columns=2)


def _left_out(left_out: pd.DataFrame, division: int, _: Texts) -> str:
    heads = [_("wijk zoals geleverd"), _("waarom niet"), _("getallen")]
    rows = left_out.fillna({"wijkcode": "", "wijknaam": "", "change": ""})
    lines = [heads]
    for (code, name, reason, change), own in rows.groupby(
        ["wijkcode", "wijknaam", "reason", "change"], sort=True
    ):
        wijk = f"{code} {name}".strip() or "–"
        why = why_left_out(_, str(reason), change, division)
        lines.append([wijk, why, _.number(len(own))])
    return as_lines(lines, left_columns=2)
