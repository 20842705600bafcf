"""From groups of cells to polygons with natural, exactly shared borders."""

import numpy as np
import shapely
from numpy.typing import NDArray

from demo.cells import Cells, Floats, Ints


def outlines(cells: Cells, label: Ints) -> NDArray[np.object_]:
    """One polygon per label 0..max, EPSG:28992, as a valid coverage.

    Each border between two groups is smoothed once and used by both, so there is no gap or
    overlap between neighbours; water is left open.
    """
    arcs = [_smooth(arc) for arc in _border_arcs(cells, label)]
    number = np.repeat(np.arange(len(arcs)), [len(arc) for arc in arcs])
    lines = shapely.linestrings(cells.to_rd(np.concatenate(arcs)), indices=number)
    faces = shapely.get_parts(shapely.polygonize(lines))

    # A face belongs to the label of most cell centres inside it; enclosed water has none.
    centres = shapely.points(cells.to_rd(cells.xy))
    face, cell = shapely.STRtree(centres).query(faces, predicate="contains")
    votes = np.zeros((len(faces), int(label.max()) + 1), dtype=np.int64)
    np.add.at(votes, (face, label[cell]), 1)
    best = votes.argmax(axis=1)
    taken = votes.max(axis=1) > 0
    result = np.array(
        [shapely.union_all(faces[taken & (best == k)]) for k in range(votes.shape[1])], dtype=object
    )
    return np.asarray(shapely.normalize(result))


def _border_arcs(cells: Cells, label: Ints) -> list[Floats]:
    """Borders as lines that run from one three-way corner to the next (before the warp)."""
    corners = cells.corners()
    other = np.where(cells.neighbours >= 0, label[cells.neighbours], -1)
    # Each border side once: from the cell with the higher label (water counts as -1).
    cell, side = np.nonzero(label[:, None] > other)
    segments = np.stack([corners[cell, side], corners[cell, (side + 1) % 6]], axis=1)
    merged = shapely.line_merge(shapely.multilinestrings(shapely.linestrings(segments)))
    return [shapely.get_coordinates(line) for line in shapely.get_parts(merged)]


def _smooth(arc: Floats) -> Floats:
    """Round the honeycomb corners; the two ends stay where they are, because others meet there."""
    if len(arc) < 4:
        return arc
    for _ in range(3):
        middle = 0.5 * arc[1:-1] + 0.25 * (arc[:-2] + arc[2:])
        arc = np.concatenate([arc[:1], middle, arc[-1:]])
    # One round of corner cutting (Chaikin 1974).
    near, far = 0.75 * arc[:-1] + 0.25 * arc[1:], 0.25 * arc[:-1] + 0.75 * arc[1:]
    cut = np.stack([near, far], axis=1).reshape(-1, 2)
    return np.concatenate([arc[:1], cut[1:-1], arc[-1:]])
