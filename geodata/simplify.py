"""Small shapes for the map: shared borders simplified together, under a limit in bytes."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely
from numpy.typing import NDArray

from geodata.rd import RD
from geodata.repair import Geometries, has_surface, polygons_only

#: Simplification tolerances in metres: corners of up to tolerance squared (m2) may be cut off.
FINEST_M, COARSEST_M = 1.0, 3_000.0
#: The search between those two aims at this share of the bytes that may be used, and stops when it
#: is this close below them (on a log scale: 5 %).
_AIM, _CLOSE_ENOUGH = 0.98, 0.05
_STEPS = 6
#: From this many wijken on, the map is of the whole country and needs fewer decimals.
NATIONAL_FROM = 1_000
#: Gaps between wijken narrower than this are drawing faults and are closed on the map (not when
#: points are located: a point in such a gap stays in no wijk).
_GAP_M = 50.0

COLUMNS = ["wijkcode", "label_x", "label_y", "shape_rd", "shape_lonlat"]


def map_shapes(division: gpd.GeoDataFrame, max_bytes: int) -> pd.DataFrame:
    """One row per wijk of ``division``, in its order: the finest shapes that fit in ``max_bytes``.

    ``division``: one division in RD. ``label_x``, ``label_y``: RD metres, inside the biggest part,
    far from its borders. ``shape_rd``: WKB, RD metres, whole decimetres. ``shape_lonlat``: GeoJSON
    geometry in degrees, 5 decimals (about 1 m), 4 for a national map. ``max_bytes`` is the sum of
    all ``shape_lonlat`` texts. No wijk is ever left out: when even the coarsest shapes do not fit,
    those are given, and the caller can see it from the sum.
    """
    if division.empty:
        return pd.DataFrame({c: [] for c in COLUMNS})
    decimals = 4 if len(division) >= NATIONAL_FROM else 5
    coverage = _clean(np.asarray(division.geometry, dtype=object))

    shapes, texts = _draw(coverage, FINEST_M, decimals)
    if _size(texts) > max_bytes:
        finer = (np.log(FINEST_M), np.log(_size(texts)))
        shapes, texts = _draw(coverage, COARSEST_M, decimals)
        coarser = (np.log(COARSEST_M), np.log(_size(texts)))
        wanted = np.log(max_bytes * _AIM)
        for _ in range(_STEPS):
            if coarser[1] >= finer[1] or np.log(max_bytes) - coarser[1] < _CLOSE_ENOUGH:
                break
            # On log scales bytes fall about evenly with tolerance, so this guess is soon right.
            share = np.clip((finer[1] - wanted) / (finer[1] - coarser[1]), 0.05, 0.95)
            tolerance = finer[0] + share * (coarser[0] - finer[0])
            tried = _draw(coverage, float(np.exp(tolerance)), decimals)
            point = (tolerance, np.log(_size(tried[1])))
            if _size(tried[1]) <= max_bytes:
                (shapes, texts), coarser = tried, point
            else:
                # What follows is coarser still, so it can start from this much smaller drawing.
                finer, coverage = point, tried[0]
    label_x, label_y = label_points(shapes)
    return pd.DataFrame(
        {
            "wijkcode": division["wijkcode"].to_numpy(),
            "label_x": label_x,
            "label_y": label_y,
            "shape_rd": list(shapely.to_wkb(shapes)),
            "shape_lonlat": list(texts),
        }
    )


def label_points(shapes: Geometries) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Centre of the biggest circle that fits in the biggest part of each shape; always inside."""
    biggest = np.array([_biggest(s) for s in shapes], dtype=object)
    reach = np.sqrt(shapely.area(biggest))
    radius = shapely.maximum_inscribed_circle(biggest, tolerance=np.maximum(reach / 50, 0.1))
    centres = shapely.get_point(radius, 0)
    is_inside = shapely.contains(biggest, centres)
    centres = np.where(is_inside, centres, shapely.point_on_surface(biggest))
    return shapely.get_x(centres), shapely.get_y(centres)


def _size(texts: Geometries) -> int:
    return sum(len(t) for t in texts)


def _clean(polygons: Geometries) -> Geometries:
    """Let neighbours share the same border: an overlap goes to one of them, narrow gaps close."""
    try:
        cleaned = shapely.coverage_clean(polygons, gap_width=_GAP_M)
    except shapely.errors.GEOSException:
        return polygons  # simplified one by one then: slivers may show, nothing is lost
    # A wijk that lies wholly under another one would vanish; it keeps its own shape.
    return np.where(has_surface(cleaned), cleaned, polygons)


def _draw(coverage: Geometries, tolerance: float, decimals: int) -> tuple[Geometries, Geometries]:
    """Shapes in RD (decimetres) and as GeoJSON text, at one tolerance in metres."""
    try:
        simple = shapely.coverage_simplify(coverage, tolerance)
    except shapely.errors.GEOSException:
        simple = shapely.simplify(coverage, tolerance, preserve_topology=True)
    simple = np.where(has_surface(simple), simple, coverage)
    simple = _without_crumbs(simple, smallest=(2 * tolerance) ** 2)
    shapes = _rounded(simple, 1)
    transformer = pyproj.Transformer.from_crs(RD, "EPSG:4326", always_xy=True)
    degrees = shapely.transform(shapes, transformer.transform, interleaved=False)
    return shapes, shapely.to_geojson(_rounded(degrees, decimals))


def _rounded(shapes: Geometries, decimals: int) -> Geometries:
    """Round each coordinate by itself: shared borders stay shared. Repair what that breaks."""
    rounded = shapely.transform(shapes, lambda c: np.round(c, decimals))
    rounded = shapely.remove_repeated_points(rounded)
    broken = ~shapely.is_valid(rounded)
    if broken.any():
        rounded[broken] = polygons_only(rounded[broken])
    return np.where(has_surface(rounded), rounded, shapes)


def _without_crumbs(shapes: Geometries, smallest: float) -> Geometries:
    """Leave out small islands and holes (m2); never the biggest part, nor a hole around a wijk."""
    parts, owner = shapely.get_parts(shapes, return_index=True)
    surface = shapely.area(parts)
    biggest = np.zeros(len(shapes))
    np.maximum.at(biggest, owner, surface)
    kept = (surface >= smallest) | (surface == biggest[owner])
    parts, owner = parts[kept], owner[kept]

    tree = shapely.STRtree(parts)
    for position in np.flatnonzero(shapely.get_num_interior_rings(parts)):
        rings = shapely.get_rings(parts[position])
        holes = shapely.polygons(rings[1:])
        filled = np.isin(np.arange(len(holes)), tree.query(holes, predicate="covers")[0])
        stays = filled | (shapely.area(holes) >= smallest)
        parts[position] = shapely.polygons(rings[0], rings[1:][stays])
    result = np.empty(len(shapes), dtype=object)
    for index in range(len(shapes)):
        own = parts[owner == index]
        result[index] = own[0] if len(own) == 1 else shapely.multipolygons(own)
    return result


def _biggest(shape: object) -> object:
    parts = shapely.get_parts(shape)
    return parts[int(np.argmax(shapely.area(parts)))]
