"""What can be said of each delivery: how fresh, how complete, how often repeated, how late, what
dropped or drifted. Figures for the analyst, and a file to hand to the supplier.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

import duckdb
import pandas as pd
import yaml
from pydantic import BaseModel, ConfigDict

from language import Texts
from pipelines.contracts.model import FOLDER, Localized
from pipelines.faults import NothingToBuildError
from pipelines.making import Making
from pipelines.report import as_lines
from pipelines.sql import query, run
from pipelines.wording import measure_name

OUT_SUFFIXES = (".csv", ".xlsx")


class Thresholds(BaseModel):
    """quality.yaml: when a figure is worth a look."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    status: Literal["assumption", "derived", "sourced"]
    reference: Localized
    last_checked: date
    freshness_days: dict[str, int]
    minimum_received_pct: float
    minimum_located_pct: float
    minimum_complete_pct: float
    maximum_repeated_pct: float
    maximum_late_pct: float
    drop_pct: float
    minimum_months_before: int
    maximum_drift_pct: float


@cache
def thresholds() -> Thresholds:
    """The thresholds, read once."""
    content = yaml.safe_load((FOLDER / "quality.yaml").read_text(encoding="utf-8"))
    return Thresholds.model_validate(content)


def write_quality(making: Making) -> None:
    """source_quality and source_months; after `sources` was made."""
    values = thresholds().model_dump(exclude={"status", "reference", "last_checked"})
    run(
        making.connection,
        "65_notices/quality",
        as_of=making.as_of,
        fresh=list(thresholds().freshness_days),
        **values,
    )


def quality_table(connection: duckdb.DuckDBPyConnection, _: Texts) -> pd.DataFrame:
    """The figures with their names in words: the columns of the file for the supplier."""
    frame = query(connection, "read/source_quality").df()
    detail = frame["detail"].fillna("")
    return pd.DataFrame(
        {
            _("bron of bestand"): frame["name"],
            _("soort"): frame["kind"],
            _("maat"): [measure_name(_, measure) for measure in frame["measure"]],
            _("waarde"): frame["value"],
            _("bijzonderheid"): detail,
            _("let op"): [_("ja") if remarkable else "" for remarkable in frame["is_remarkable"]],
        }
    )


def quality_lines(connection: duckdb.DuckDBPyConnection, _: Texts) -> str:
    """The same as lines of text; empty when there is nothing to say."""
    table = quality_table(connection, _)
    if table.empty:
        return ""
    value, remark = table.columns[3], table.columns[5]
    table[value] = ["–" if pd.isna(one) else _.number(one, 1) for one in table[value]]
    table[remark] = ["!" if one else "" for one in table[remark]]
    ordered = table[[remark, *table.columns[:3], table.columns[4], value]]
    heads = ["", *(str(name) for name in ordered.columns[1:])]
    return as_lines([heads, *ordered.astype(str).values.tolist()], left_columns=5)


def write_out(connection: duckdb.DuckDBPyConnection, _: Texts, path: Path) -> None:
    """The figures and the rejected rows as a file for the supplier: CSV (figures only) or XLSX
    (both, on two sheets). No delivered value is in it. Raises NothingToBuildError.
    """
    if path.suffix.lower() not in OUT_SUFFIXES:
        raise NothingToBuildError(
            "--out maakt een .csv- of .xlsx-bestand. Kies een van beide.",
            "--out makes a .csv or .xlsx file. Choose one of the two.",
        )
    table = quality_table(connection, _)
    try:
        if path.suffix.lower() == ".csv":
            table.to_csv(path, index=False, sep=";", encoding="utf-8-sig", lineterminator="\n")
            return
        rejects = query(connection, "read/reject_summary").df()
        message = rejects[f"message_{_.lang}"]
        summary = pd.DataFrame(
            {
                _("bestand"): rejects["file"],
                _("kolom"): rejects["column_name"],
                _("reden"): message,
                _("rijen"): rejects["rows"],
            }
        )
        with pd.ExcelWriter(path, engine="openpyxl") as book:
            table.to_excel(book, sheet_name=_("Kwaliteit"), index=False)
            summary.to_excel(book, sheet_name=_("Geweigerd"), index=False)
    except OSError as fault:
        raise NothingToBuildError(
            f"{path} kan niet worden geschreven. Staat het bestand open, of bestaat de map niet?",
            f"{path} cannot be written. Is the file open, or does the folder not exist?",
        ) from fault
