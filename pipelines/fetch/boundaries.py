"""Wijken and buurten of one year from an OGC API Features service, as one GeoPackage."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import geopandas as gpd
import pandas as pd

from geodata.rd import RD
from pipelines.faults import NotFetchedError
from pipelines.fetch.cards import SourceCard, write_with_card
from pipelines.fetch.client import Client, address, following
from pipelines.fetch.services import services

#: Columns that a year may not have; without residents the buurten weigh the same in a crosswalk.
OPTIONAL = {"water", "aantalInwoners"}
MOST_PAGES = 10_000  # a service whose pages never end is broken


def fetch_boundaries(client: Client, gemeentecode: str, year: int, now: datetime) -> str:
    """Write areas-YEAR.gpkg with its card; gives the name of the gemeente. Raises
    NotFetchedError.
    """
    service = services().boundaries
    base = address(service.host, service.path.format(year=year))
    wijken, wijken_url = _features(client, base, service.collections["wijk"], gemeentecode)
    buurten, _ = _features(client, base, service.collections["buurt"], gemeentecode)
    received = len(wijken) + len(buurten)
    layers = {
        "wijken": _layer(wijken, service.wijk_columns, gemeentecode, year),
        "buurten": _layer(buurten, service.buurt_columns, gemeentecode, year),
    }
    if layers["wijken"].empty:
        raise NotFetchedError(
            f"Er zijn voor {gemeentecode} in {year} geen wijken gevonden. Bestond de gemeente dat "
            "jaar, en klopt de code?",
            f"No wijken were found for {gemeentecode} in {year}. Did the gemeente exist that year, "
            "and is the code right?",
        )
    written = sum(map(len, layers.values()))
    card = SourceCard(
        file=f"areas-{year}.gpkg",
        title=service.title.format(year=year),
        publisher=service.publisher,
        licence=service.licence,
        url=wijken_url,
        accessed=now,
        rows_received=received,
        rows_written=written,
        rows_left_out={"other_gemeente": received - written} if received > written else {},
        known_gaps=service.known_gaps,
    )

    def write(path: Path) -> None:
        for name, layer in layers.items():
            if not layer.empty:
                layer.to_file(path, layer=name, driver="GPKG")

    write_with_card(client.workspace, card, write)
    client.forget_pages()
    return str(layers["wijken"]["gemeentenaam"].iat[0])


def _features(
    client: Client, base: str, collection: str, gemeentecode: str
) -> tuple[list[dict[str, Any]], str]:
    """Every feature of a gemeente, page after page, and the first address."""
    choice = {"f": "json", "limit": client.manners.page_size, "gemeentecode": gemeentecode}
    first = url = f"{base}/collections/{collection}/items?{urlencode(choice)}"
    features: list[dict[str, Any]] = []
    seen: set[str] = set()
    while url not in seen and len(seen) < MOST_PAGES:
        seen.add(url)
        page = client.get(url)
        if not isinstance(page, dict) or not isinstance(page.get("features"), list):
            raise NotFetchedError(
                f"{collection}: het antwoord is geen lijst met gebieden.",
                f"{collection}: the answer is no list of areas.",
            )
        features += page["features"]
        links = page.get("links") or []
        following_link = next((link["href"] for link in links if link.get("rel") == "next"), None)
        if following_link is None:
            return features, first
        url = following(following_link, url)
    raise NotFetchedError(
        f"{collection}: de dienst geeft steeds dezelfde bladzijde.",
        f"{collection}: the service keeps giving the same page.",
    )


def _layer(
    features: list[dict[str, Any]], columns: dict[str, str], gemeentecode: str, year: int
) -> gpd.GeoDataFrame:
    """The features of this gemeente as a layer in RD, with our column names. A service that does
    not know the filter gives every gemeente, so what it gave is looked at again.
    """
    rows = [
        {"geometry": feature.get("geometry"), **(feature.get("properties") or {})}
        for feature in features
    ]
    own = [row for row in rows if str(row.get("gemeentecode", "")).strip() == gemeentecode]
    if not own:
        return gpd.GeoDataFrame({"geometry": []}, geometry="geometry", crs=RD)
    missing = [name for name in columns if not any(name in row for row in own)]
    if set(missing) - OPTIONAL:
        names = ", ".join(missing)
        raise NotFetchedError(
            f"De gebieden missen de kolommen {names}. De dienst is veranderd.",
            f"The areas lack the columns {names}. The service has changed.",
        )
    shapes = gpd.GeoDataFrame.from_features(
        [{"type": "Feature", "properties": {}, "geometry": row["geometry"]} for row in own],
        crs="EPSG:4326",
    ).to_crs(RD)
    data = pd.DataFrame(
        {ours: [row.get(theirs) for row in own] for theirs, ours in columns.items()}, dtype="str"
    )
    if "inwoners" in data:
        data["inwoners"] = pd.to_numeric(data["inwoners"], errors="coerce")
    data["jaar"] = year
    layer = gpd.GeoDataFrame(data, geometry=shapes.geometry.to_numpy(), crs=RD)
    code = "buurtcode" if "buurtcode" in layer else "wijkcode"
    return layer.drop_duplicates(code).sort_values(code).reset_index(drop=True)
