"""Make geometry usable where that is safe, and measure overlaps and gaps between areas."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

#: An array of shapely geometries.
Geometries = NDArray[Any]

#: Two features of one wijk count as parts of it when they share less than this share of the smaller
#: one's surface.
_PART_OVERLAP = 0.01


def polygons_only(geometries: Geometries) -> Geometries:
    """Valid polygons or multipolygons; lines and points that a repair leaves behind are dropped."""
    repaired = shapely.make_valid(geometries, method="structure", keep_collapsed=False)
    return np.array([_polygon_part(g) for g in repaired], dtype=object)


def _polygon_part(geometry: Any) -> Any:
    if geometry is None or geometry.geom_type in ("Polygon", "MultiPolygon"):
        return geometry
    parts = [p for p in shapely.get_parts(geometry) if p.geom_type in ("Polygon", "MultiPolygon")]
    return shapely.union_all(parts) if parts else shapely.Polygon()


def has_surface(geometries: Geometries) -> NDArray[np.bool_]:
    """Polygon or multipolygon, not missing and not empty."""
    is_polygon = np.isin(shapely.get_type_id(geometries), [3, 6])
    return np.asarray(is_polygon & ~shapely.is_empty(geometries), dtype=bool)


def join(parts: Geometries) -> tuple[Any, bool]:
    """Union of features with one code; and whether they are touching parts, not copies."""
    whole = shapely.union_all(parts)
    surfaces = shapely.area(parts)
    overlap = float(surfaces.sum() - whole.area)
    neighbours = all(
        shapely.intersects(parts[i], np.delete(parts, i)).any() for i in range(len(parts))
    )
    return whole, neighbours and overlap <= _PART_OVERLAP * float(surfaces.min())


def overlap_and_gaps(geometries: Geometries) -> tuple[float, float, int, float]:
    """Overlap (m2), gaps (m2), number of gaps and covered surface (m2) of a set of areas in metres.

    A gap is a hole in the union of all areas: a lake that belongs to no wijk looks the same as a
    drawing fault.
    """
    covered = shapely.union_all(geometries)
    overlap = max(0.0, float(shapely.area(geometries).sum() - covered.area))
    shells = shapely.polygons(shapely.get_exterior_ring(shapely.get_parts(covered)))
    gaps = shapely.get_num_interior_rings(shapely.get_parts(covered)).sum()
    gap_surface = max(0.0, float(shapely.union_all(shells).area - covered.area))
    return overlap, gap_surface, int(gaps), float(covered.area)
