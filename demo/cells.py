"""The ground of the town: a honeycomb of small cells, which are land or water.

Wijken and buurten are groups of cells. Three cells meet in every corner, so the borders between
groups never cross; a smooth warp of the plane takes away the straight honeycomb look.
"""

import heapq
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

CENTRE_RD = (147_500.0, 509_500.0)
"""Metres, EPSG:28992: open water of the Markermeer, where no place exists."""


@dataclass(frozen=True)
class Warp:
    """A smooth displacement of the plane: a sum of waves, gentle enough to keep it one-to-one."""

    wave: Floats  # (k, 2) radians per metre
    phase: Floats  # (k,)
    shift: Floats  # (k, 2) metres

    def __call__(self, xy: Floats) -> Floats:
        """Displace points, shape (n, 2), metres."""
        return xy + np.sin(xy @ self.wave.T + self.phase) @ self.shift


@dataclass(frozen=True)
class Cells:
    """All land cells of the gemeente."""

    size: float  # distance between neighbouring centres, metres
    xy: Floats  # (n, 2) centres before the warp, metres from the town centre
    neighbours: Ints  # (n, 6) index of the land cell at each side, -1 = water or outside
    radius: Floats  # (n,) distance to the centre, 1 = the edge of the gemeente
    warp: Warp

    def corners(self) -> Floats:
        """Corners of every cell, shape (n, 6, 2); side k lies between corners k and k+1."""
        # On the lattice of half widths corners of neighbours are exactly the same numbers.
        half, third = self.size / 2, self.size / (2 * np.sqrt(3))
        lattice = np.rint(self.xy / [half, third])
        steps = np.array([(1, -1), (1, 1), (0, 2), (-1, 1), (-1, -1), (0, -2)])
        points: Floats = (lattice[:, None, :] + steps[None, :, :]) * [half, third]
        return points

    def to_rd(self, xy: Floats) -> Floats:
        """Metres from the centre -> EPSG:28992, warped, to the centimetre."""
        placed: Floats = np.round(self.warp(xy) + CENTRE_RD, 2)
        return placed


def make_cells(rng: np.random.Generator, wijken: int) -> Cells:
    """Lay out land, river and lake for a gemeente of this many wijken."""
    # A bigger town is also denser: it has to fit in the lake (60 km2 at 24 wijken).
    area_m2 = 60e6 * (wijken / 24) ** 0.5
    size = float(np.sqrt(area_m2 / min(240 * wijken, 20_000) * 2 / np.sqrt(3)))
    reach = float(np.sqrt(area_m2 / np.pi))

    rows = int(2.6 * reach / (size * np.sqrt(3) / 2)) | 1
    columns = int(3.0 * reach / size) | 1
    row, column = np.mgrid[0:rows, 0:columns] - np.array([rows // 2, columns // 2])[:, None, None]
    x = size * (column + 0.5 * (row % 2))
    y = size * np.sqrt(3) / 2 * row
    edge = _outline(rng, np.arctan2(y, x), reach)
    radius = np.hypot(x, y) / edge
    land = (radius < 1) & ~_river(rng, x, y, reach, size) & ~_lake(rng, x, y, reach)

    land = _large_parts(land)
    number = np.full(land.shape, -1, dtype=np.int64)
    number[land] = np.arange(land.sum())
    return Cells(
        size=size,
        xy=np.column_stack([x[land], y[land]]),
        neighbours=_neighbours(number)[land],
        radius=radius[land],
        warp=_warp(rng, size),
    )


def _outline(rng: np.random.Generator, angle: Floats, reach: float) -> Floats:
    """Distance from the centre to the edge of the gemeente, by direction (metres)."""
    stretch = 1 / np.hypot(np.cos(angle) / 1.18, np.sin(angle) / 0.88)
    for harmonic, height in ((2, 0.05), (3, 0.08), (4, 0.05), (5, 0.05), (7, 0.03)):
        stretch = stretch + height * np.cos(harmonic * angle + rng.uniform(0, 2 * np.pi))
    edge: Floats = reach * stretch
    return edge


def _river(
    rng: np.random.Generator, x: Floats, y: Floats, reach: float, size: float
) -> NDArray[np.bool_]:
    """Where the river runs: from edge to edge, bending past the old centre."""
    turn = rng.uniform(-0.35, 0.35)
    along = x * np.cos(turn) + y * np.sin(turn)
    across = -x * np.sin(turn) + y * np.cos(turn)
    bend = rng.uniform(0, 2 * np.pi)
    middle = reach * (
        0.13 * np.sin(2.6 * along / reach + bend) + 0.05 * np.sin(6.1 * along / reach - bend)
    )
    # Wider downstream, in the east. Never narrower than a cell, or land would close over it.
    width = np.maximum(1.25 * size, 150 + 55 * along / reach)
    wet: NDArray[np.bool_] = np.abs(across - middle - 0.06 * reach) < width / 2
    return wet


def _lake(rng: np.random.Generator, x: Floats, y: Floats, reach: float) -> NDArray[np.bool_]:
    """A sand pit filled with water, as many Dutch towns have, half way out."""
    angle = rng.uniform(3.6, 5.8)  # on the south side, clear of the river
    far_x, far_y = 0.62 * reach * np.cos(angle), 0.62 * reach * np.sin(angle)
    wet: NDArray[np.bool_] = np.hypot((x - far_x) / 1.5, y - far_y) < 0.075 * reach
    return wet


def _neighbours(number: Ints) -> Ints:
    """Index of the cell at each of the six sides, shape (rows, columns, 6), -1 = none."""
    rows, columns = number.shape
    padded = np.pad(number, 1, constant_values=-1)
    row, column = np.mgrid[0:rows, 0:columns]
    # Rows counted from the middle (as in make_cells): odd ones lie half a cell to the east.
    odd = (row - rows // 2) % 2
    sides = [  # (row step, column step), in the order of Cells.corners
        (0, 1 + 0 * odd),
        (1, odd),
        (1, odd - 1),
        (0, -1 + 0 * odd),
        (-1, odd - 1),
        (-1, odd),
    ]
    return np.stack([padded[row + 1 + dr, column + 1 + dc] for dr, dc in sides], axis=-1)


def _large_parts(land: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Drop specks of land that the river or the lake cut off (under 4 % of all land)."""
    number = np.full(land.shape, -1, dtype=np.int64)
    number[land] = np.arange(land.sum())
    part = parts(_neighbours(number)[land])
    keep = np.bincount(part) >= 0.04 * len(part)
    result = land.copy()
    result[land] = keep[part]
    return result


def parts(neighbours: Ints) -> Ints:
    """Number the connected parts of the land: one number per cell, shape (n,)."""
    part = np.full(len(neighbours), -1, dtype=np.int64)
    next_part = 0
    for start in range(len(neighbours)):
        if part[start] >= 0:
            continue
        part[start] = next_part
        stack = [start]
        while stack:
            for other in neighbours[stack.pop()].tolist():
                if other >= 0 and part[other] < 0:
                    part[other] = next_part
                    stack.append(other)
        next_part += 1
    return part


def _warp(rng: np.random.Generator, size: float) -> Warp:
    """Waves 5 to 16 cells long; the heights keep the steepest slope well under 1."""
    length = np.array([5.0, 7.0, 9.0, 12.0, 16.0, 16.0]) * size
    angle = rng.uniform(0, 2 * np.pi, len(length))
    wave = (2 * np.pi / length)[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    turn = rng.uniform(0, 2 * np.pi, len(length))
    height = 0.016 * length
    shift = height[:, None] * np.column_stack([np.cos(turn), np.sin(turn)])
    return Warp(wave, rng.uniform(0, 2 * np.pi, len(length)), shift)


def grow(
    neighbours: Ints, seeds: Ints, speed: Floats, effort: Floats, group: Ints | None = None
) -> Ints:
    """Let every seed cell grow over the land until all is taken; each result is connected.

    `speed` (seeds,) and `effort` (cells,) set how far a seed reaches. With `group` (cells,) a seed
    stays inside its own group. Returns the seed number of each cell, -1 where none could come.
    """
    owner = np.full(len(neighbours), -1, dtype=np.int64)
    queue = [(0.0, int(cell), number) for number, cell in enumerate(seeds)]
    heapq.heapify(queue)
    around, cost, pace = neighbours.tolist(), effort.tolist(), (1 / speed).tolist()
    inside = [0] * len(around) if group is None else group.tolist()
    while queue:
        spent, cell, number = heapq.heappop(queue)
        if owner[cell] >= 0:
            continue
        owner[cell] = number
        for other in around[cell]:
            if other >= 0 and owner[other] < 0 and inside[other] == inside[cell]:
                heapq.heappush(queue, (spent + cost[other] * pace[number], other, number))
    return owner
