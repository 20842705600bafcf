"""Writing the files: fixed order and fixed metadata, so that the same seed gives the same bytes."""

import io
import json
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pyogrio
import yaml

from demo.faults import Dirtied, break_lines
from demo.truth import Floats


@dataclass(frozen=True)
class Dialect:
    """How a delivering system writes its CSV."""

    separator: str = ","
    decimal_comma: bool = False
    bom: bool = False
    newline: str = "\n"


PLAIN = Dialect()
EXCEL = Dialect(";", True, True, "\r\n")  # what a Dutch Excel saves
SEMICOLON = Dialect(";", True)
BOM = Dialect(bom=True)


def decimals(values: Floats, places: int, dialect: Dialect, trim: bool = False) -> list[str]:
    """Numbers as text, empty for missing; `trim` drops trailing zeros."""
    different, position = np.unique(values, return_inverse=True)
    texts = []
    for value in different:
        text = "" if np.isnan(value) else f"{value:.{places}f}"
        if trim and "." in text:
            text = text.rstrip("0").rstrip(".")
        texts.append(text.replace(".", ",") if dialect.decimal_comma else text)
    return [texts[i] for i in position]


def write_csv(path: Path, table: Dirtied, dialect: Dialect, rng: np.random.Generator) -> None:
    """Write a table of texts, with its broken rows."""
    text = table.frame.to_csv(
        sep=dialect.separator, index=False, lineterminator=dialect.newline, na_rep=""
    )
    if table.broken_rows:
        lines = text.split(dialect.newline)[:-1]
        break_lines(rng, lines, table.broken_rows, dialect.separator)
        text = dialect.newline.join([*lines, ""])
    path.write_bytes(text.encode("utf-8-sig" if dialect.bom else "utf-8"))


def write_xlsx(path: Path, frame: pd.DataFrame, made_at: datetime) -> None:
    """Write one sheet, as the export function of another program would."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Meldingen")
    sheet.append(list(frame.columns))
    for row in frame.itertuples(index=False):
        sheet.append(list(row))
    book.properties.created = made_at
    draft = io.BytesIO()
    book.save(draft)
    path.write_bytes(_without_clock(draft.getvalue(), made_at))


def _without_clock(workbook: bytes, made_at: datetime) -> bytes:
    """Take the time of writing out of an XLSX file: out of its properties and its zip entries."""
    result = io.BytesIO()
    with ZipFile(io.BytesIO(workbook)) as old, ZipFile(result, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                stamp = made_at.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, content)
            entry = ZipInfo(name)  # dated 1980, the earliest a zip can hold
            entry.compress_type = ZIP_DEFLATED
            new.writestr(entry, content)
    return result.getvalue()


def write_geopackage(path: Path, areas: gpd.GeoDataFrame, made_at: datetime) -> None:
    """Write polygons; GDAL would put the clock of today in the file."""
    path.unlink(missing_ok=True)
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": f"{made_at:%Y-%m-%dT%H:%M:%S}.000Z"})
    try:
        areas.to_file(path, driver="GPKG", layer=path.stem, engine="pyogrio")
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


def write_yaml(path: Path, content: dict[str, object]) -> None:
    """Write settings, readable and in the order given."""
    text = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=100)
    path.write_bytes(text.encode())


def write_json(path: Path, content: dict[str, dict[str, int]]) -> None:
    """Write a small JSON file."""
    path.write_bytes((json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode())
