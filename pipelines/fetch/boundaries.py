"""Wijken and buurten of one year from an OGC API Features service, as one GeoPackage."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlencode

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pydantic import BaseModel

from geodata.rd import RD, is_box_in_netherlands
from pipelines.faults import NotFetchedError
from pipelines.fetch.cards import SourceCard, write_with_card
from pipelines.fetch.client import Client, RefusedError, address, changed, following
from pipelines.fetch.services import Said, services

#: The file of one year.
FILE = "areas-{year}.gpkg"
MOST_PAGES = 10_000  # a service whose pages never end is broken
_AREA_TYPES = (3, 6)  # of shapely: Polygon and MultiPolygon

Row = dict[str, Any]
Columns = dict[str, tuple[str, ...]]
Kind = Literal["gemeente", "wijk", "buurt"]


class _Feature(BaseModel):
    properties: Row
    geometry: Row | None = None


class _Link(BaseModel):
    rel: str | None = None
    href: str | None = None


class _Answer(BaseModel):
    features: list[_Feature]
    links: list[_Link] | None = None


def fetch_boundaries(client: Client, gemeentecode: str, year: int, now: datetime) -> str:
    """Write areas-YEAR.gpkg with its card; gives the name of the gemeente. Raises
    NotFetchedError.

    What is not written is counted on the card: areas of other gemeenten, areas with a code of
    another gemeente, areas that were given twice, and areas without a shape in the Netherlands.
    """
    service = services().boundaries
    base = address(service.host, service.path.format(year=year))
    choice = {"gemeentecode": gemeentecode}
    try:
        wijken, url = _areas(client, base, "wijk", choice)
    except RefusedError as fault:
        if fault.status != 400:
            raise
        # a service that does not know this filter has to refuse it; every service knows the box
        choice = {"bbox": _box(client, base, gemeentecode)}
        wijken, url = _areas(client, base, "wijk", choice)
    buurten, _ = _areas(client, base, "buurt", choice)
    left_out: Counter[str] = Counter()
    layers = {
        "wijken": _layer(wijken, "wijk", gemeentecode, year, left_out),
        "buurten": _layer(buurten, "buurt", gemeentecode, year, left_out),
    }
    if layers["wijken"].empty:
        raise _no_wijken(gemeentecode)
    shapeless = [code for layer in layers.values() for code in layer.index[layer.geometry.isna()]]
    layers = {name: layer[layer.geometry.notna()] for name, layer in layers.items()}
    if layers["wijken"].empty:
        raise NotFetchedError(
            f"De dienst geeft voor {gemeentecode} van geen enkele wijk een vorm in Nederland. De "
            "dienst is veranderd of gestoord; er is niets van geschreven.",
            f"The service gives no wijk of {gemeentecode} a shape in the Netherlands. The service "
            "has changed or is disturbed; nothing of it was written.",
        )
    left_out["without_shape"] = len(shapeless)
    card = SourceCard(
        file=FILE.format(year=year),
        gemeentecode=gemeentecode,
        title=service.title.format(year=year),
        publisher=service.publisher,
        licence=service.licence,
        url=url,
        accessed=now,
        rows_received=len(wijken) + len(buurten),
        rows_written=sum(map(len, layers.values())),
        rows_left_out=dict(+left_out),  # without zeros
        known_gaps=(*service.known_gaps, *_gaps(layers["buurten"], shapeless)),
    )

    def write(path: Path) -> None:
        for name, layer in layers.items():
            if not layer.empty:
                layer.to_file(path, layer=name, driver="GPKG", index=False)

    write_with_card(client.workspace, card, write)
    client.forget_pages()
    names = layers["wijken"]["gemeentenaam"].dropna()
    return next((name for name in names if name.strip()), gemeentecode)[:100]


def _areas(client: Client, base: str, kind: Kind, choice: dict[str, str]) -> tuple[list[Row], str]:
    """Every area that meets a choice, page after page, and the first address."""
    service = services().boundaries
    columns: Columns = {
        "gemeente": {"gemeentecode": service.wijk_columns["gemeentecode"]},
        "wijk": service.wijk_columns,
        "buurt": service.buurt_columns,
    }[kind]
    query = urlencode({"f": "json", "limit": client.manners.page_size, **choice})
    first = url = f"{base}/collections/{service.collections[kind]}/items?{query}"
    areas: list[Row] = []
    seen: set[str] = set()
    while url not in seen and len(seen) < MOST_PAGES:
        seen.add(url)
        found, further = client.get(url, partial(_page, url=url, columns=columns))
        areas += found
        if further is None:
            return areas, first
        url = further
    raise changed(url)


def _page(answer: Any, url: str, columns: Columns) -> tuple[list[Row], str | None]:
    """The areas of one page and the address of the next. Raises ValueError."""
    page = _Answer.model_validate(answer)
    further = None
    for link in page.links or []:
        if link.rel == "next" and further is None:
            if link.href is None:
                raise ValueError("a next page without an address")
            further = following(link.href, url)
    return [_area(feature, columns) for feature in page.features], further


def _area(feature: _Feature, columns: Columns) -> Row:
    """A feature with our names; a column that a year may lack is None. Raises ValueError."""
    given = feature.properties
    row: Row = {"geometry": feature.geometry}
    for ours, names in columns.items():
        name = next((name for name in names if name in given), None)
        if name is None and ours not in services().boundaries.optional_columns:
            raise ValueError(f"no {ours}")
        value = None if name is None else given[name]
        row[ours] = _residents(value) if ours == "inwoners" else _text(value)
    return row


def _text(value: Any) -> str | None:
    if not isinstance(value, str | None):
        raise ValueError("no text")
    return None if value is None else value.strip()


def _residents(value: Any) -> float | None:
    """A number of residents; below zero is how CBS writes that it is not given."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("no number")
    return float(value) if value >= 0 else None


def _box(client: Client, base: str, gemeentecode: str) -> str:
    """The box around the gemeente, in degrees. Raises NotFetchedError."""
    gemeenten, _ = _areas(client, base, "gemeente", {})
    own = [row for row in gemeenten if row["gemeentecode"] == gemeentecode]
    bounds = [bound for bound in shapely.bounds(_shapes(own)).tolist() if np.isfinite(bound).all()]
    if not bounds:
        raise _no_wijken(gemeentecode)
    return ",".join(f"{bound:.6f}" for bound in bounds[0])


def _no_wijken(gemeentecode: str) -> NotFetchedError:
    return NotFetchedError(
        f"Er zijn voor {gemeentecode} geen wijken gevonden. Bestond de gemeente in dat jaar, en "
        "klopt de code?",
        f"No wijken were found for {gemeentecode}. Did the gemeente exist in that year, and is "
        "the code right?",
    )


def _layer(
    areas: list[Row], kind: Kind, gemeentecode: str, year: int, left_out: Counter[str]
) -> gpd.GeoDataFrame:
    """The areas of this gemeente in RD, indexed by code; the shape is missing where there is none
    in the Netherlands. A service that does not heed the filter gives every gemeente.
    """
    own = [row for row in areas if row["gemeentecode"] == gemeentecode]
    left_out["other_gemeente"] += len(areas) - len(own)
    codes = {
        "wijk": re.compile(rf"WK{gemeentecode[2:]}[0-9A-Z]{{2}}"),
        "buurt": re.compile(rf"BU{gemeentecode[2:]}[0-9A-Z]{{4}}"),
    }[kind]
    good = [row for row in own if codes.fullmatch(row[f"{kind}code"] or "")]
    left_out["code_of_another"] += len(own) - len(good)
    # land before water: in some years the two parts of an area have one code
    good.sort(key=lambda row: (row[f"{kind}code"], row["water"] == "JA"))
    first: dict[str, Row] = {}
    for row in good:
        first.setdefault(row[f"{kind}code"], row)
    once = list(first.values())
    left_out["given_twice"] += len(good) - len(once)
    shapes = gpd.GeoSeries(_shapes(once), crs="EPSG:4326").to_crs(RD)
    shapes = shapes.where(is_box_in_netherlands(shapes))
    data = pd.DataFrame(once, columns=list(getattr(services().boundaries, f"{kind}_columns")))
    if "inwoners" in data:
        data["inwoners"] = data["inwoners"].astype("float64")
    data["jaar"] = year
    layer = gpd.GeoDataFrame(data, geometry=shapes.to_numpy(), crs=RD)
    return layer.set_index(f"{kind}code", drop=False)


def _shapes(rows: list[Row]) -> NDArray[np.object_]:
    """The polygons of rows, in degrees; None where there is no polygon."""
    found = shapely.from_geojson(
        np.array([json.dumps(row["geometry"]) for row in rows], dtype=object), on_invalid="ignore"
    )
    is_area = np.isin(shapely.get_type_id(found), _AREA_TYPES) & ~shapely.is_empty(found)
    shapes = np.full(len(rows), None, dtype=object)
    shapes[is_area] = shapely.force_2d(found[is_area])
    return shapes


def _gaps(buurten: gpd.GeoDataFrame, shapeless: list[str]) -> list[Said]:
    """What these areas lack, for the card."""
    gaps = []
    if shapeless:
        codes = ", ".join(shapeless)
        gaps.append(
            Said(
                nl=f"Zonder vorm in Nederland, en daarom niet in het bestand: {codes}.",
                en=f"Without a shape in the Netherlands, and so not in the file: {codes}.",
            )
        )
    missing = int(buurten["inwoners"].isna().sum())
    if buurten.empty:
        gaps.append(
            Said(
                nl="Er zijn geen buurten gegeven: omrekenen naar een andere indeling kan niet.",
                en="No buurten are given: conversion to another division is not possible.",
            )
        )
    elif missing == len(buurten):
        gaps.append(
            Said(
                nl="Het aantal inwoners per buurt is niet gegeven: bij omrekenen naar een andere "
                "indeling tellen alle buurten even zwaar.",
                en="The residents per buurt are not given: in a conversion to another division all "
                "buurten weigh the same.",
            )
        )
    elif missing:
        gaps.append(
            Said(
                nl=f"Van {missing} van de {len(buurten)} buurten is het aantal inwoners niet "
                "gegeven: bij omrekenen naar een andere indeling tellen zij niet mee.",
                en=f"For {missing} of the {len(buurten)} buurten the residents are not given: in a "
                "conversion to another division they have no weight.",
            )
        )
    return gaps
