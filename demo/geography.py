"""The map of the fictional gemeente: wijken, buurten and places where things can happen."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from demo import names
from demo.cells import Cells, Floats, Ints, grow, make_cells, parts
from demo.outlines import outlines
from demo.settings import Settings

RD = "EPSG:28992"


@dataclass(frozen=True)
class Town:
    """Areas and residents. W wijken, B buurten; indexes, not codes, inside this package."""

    wijken: gpd.GeoDataFrame  # wijkcode, wijknaam, geometry; (W)
    buurten: gpd.GeoDataFrame  # buurtcode, buurtnaam, wijkcode, geometry; (B), ordered by wijk
    wijk_of_buurt: Ints  # (B,)
    residents: Ints  # (W,) on 1 January of the last year
    buurt_share: Floats  # (B,) share of the wijk's residents
    urbanity: Floats  # (W,) 0 = village, 1 = densest
    spots: Floats  # (S, 2) RD metres: middles of places safely inside a wijk
    spot_buurt: Ints  # (S,) ordered
    spot_weight: Floats  # (S,) how much happens there
    spot_reach: float  # metres around a spot that still lie in the wijk

    @property
    def wijkcodes(self) -> NDArray[np.object_]:
        """Codes in index order, shape (W,)."""
        return np.asarray(self.wijken["wijkcode"], dtype=object)

    @property
    def buurtcodes(self) -> NDArray[np.object_]:
        """Codes in index order, shape (B,)."""
        return np.asarray(self.buurten["buurtcode"], dtype=object)


def make_town(settings: Settings) -> Town:
    """Draw the town of this seed."""
    rng = settings.rng("geography")
    cells = make_cells(rng, settings.wijken)
    effort = _effort(rng, cells)
    wijk_of_cell = _wijken(rng, cells, settings.wijken, effort)
    people = settings.rng("people")
    residents, density = _residents(people, cells, wijk_of_cell)
    buurt_of_cell, wijk_of_buurt = _buurten(rng, cells, wijk_of_cell, residents, effort)

    shapes = outlines(cells, buurt_of_cell)
    wijk_shapes = [
        shapely.coverage_union_all(shapes[wijk_of_buurt == w]) for w in range(settings.wijken)
    ]
    count = settings.wijken
    centre, villages = max(1, count // 5), 2 if count >= 8 else 0
    wijk_names = names.wijk_names(count, min(centre, len(names.CENTRE)), villages)
    wijkcodes = [f"WK{w + 1:06d}" for w in range(count)]
    wijken = gpd.GeoDataFrame(
        {"wijkcode": wijkcodes, "wijknaam": wijk_names}, geometry=wijk_shapes, crs=RD
    )
    buurten = _buurt_frame(wijken, shapes, wijk_of_buurt)

    share = np.bincount(buurt_of_cell) * people.lognormal(0, 0.3, len(wijk_of_buurt))
    share = share / np.bincount(wijk_of_buurt, weights=share)[wijk_of_buurt]
    spots, spot_buurt = _spots(cells, wijk_of_cell, buurt_of_cell, shapes)
    order = np.argsort(np.log(density))
    urbanity = np.empty(count)
    urbanity[order] = np.linspace(0, 1, count)
    return Town(
        wijken=wijken,
        buurten=buurten,
        wijk_of_buurt=wijk_of_buurt,
        residents=residents,
        buurt_share=share,
        urbanity=urbanity,
        spots=spots,
        spot_buurt=spot_buurt,
        spot_weight=people.gamma(0.5, size=len(spots)) + 0.02,
        spot_reach=0.3 * cells.size,
    )


def _effort(rng: np.random.Generator, cells: Cells) -> Floats:
    """How hard a cell is to grow over: streets and ditches make the borders irregular."""
    field = np.zeros(len(cells.xy))
    for length in (6.0, 9.0, 14.0, 20.0):
        angle = rng.uniform(0, 2 * np.pi)
        wave = 2 * np.pi / (length * cells.size) * np.array([np.cos(angle), np.sin(angle)])
        field += np.sin(cells.xy @ wave + rng.uniform(0, 2 * np.pi))
    effort: Floats = np.exp(0.22 * field) * rng.uniform(0.7, 1.3, len(field))
    return effort


def _spacing(radius: Floats) -> Floats:
    """Distance between wijk middles, relative: small in the old centre, large outside."""
    return 0.3 + 0.9 * radius


def _wijken(rng: np.random.Generator, cells: Cells, count: int, effort: Floats) -> Ints:
    """Wijk number of every cell, ordered from the centre outwards."""
    bank = parts(cells.neighbours)
    chosen = [int(np.argmin(cells.radius))]
    for other in set(bank.tolist()) - {int(bank[chosen[0]])}:
        on_bank = np.flatnonzero(bank == other)
        if len(chosen) < count:
            chosen.append(int(on_bank[np.argmin(np.abs(cells.radius[on_bank] - 0.35))]))
    # Best candidate (Mitchell 1991): the next middle is the farthest, in local spacing.
    inner = np.flatnonzero(cells.radius < 0.9)
    while len(chosen) < count:
        candidates = rng.choice(inner, size=60)
        gap = np.linalg.norm(cells.xy[candidates][:, None] - cells.xy[chosen][None], axis=2)
        local = _spacing(cells.radius[candidates])[:, None] + _spacing(cells.radius[chosen])[None]
        chosen.append(int(candidates[np.argmax((gap / local).min(axis=1))]))
    seeds = np.array(sorted(chosen, key=lambda cell: float(cells.radius[cell])))
    speed = _spacing(cells.radius[seeds]) * rng.uniform(0.85, 1.15, count)
    owner = grow(cells.neighbours, seeds, speed, effort)
    if (owner < 0).any():  # a bank without a seed
        raise RuntimeError("land without a wijk")
    return owner


def _residents(rng: np.random.Generator, cells: Cells, owner: Ints) -> tuple[Ints, Floats]:
    """Residents and residents per km2 of every wijk; the mean wijk has about 4,600."""
    count = int(owner.max()) + 1
    size = np.bincount(owner)
    radius = np.bincount(owner, weights=cells.radius) / size
    km2 = size * cells.size**2 * np.sqrt(3) / 2 / 1e6
    wish = km2 * np.exp(-3.1 * radius) * rng.lognormal(0, 0.3, count)
    if count >= 8:
        wish[-2:] *= 0.35  # the two outermost wijken are villages in a polder
    residents = wish
    for _ in range(20):  # scaling and clipping in turn settles within a few rounds
        residents = np.clip(residents * (4600 * count / residents.sum()), 600, 13_800)
    whole = np.rint(residents).astype(np.int64)
    return whole, whole / km2


def _buurten(
    rng: np.random.Generator, cells: Cells, owner: Ints, residents: Ints, effort: Floats
) -> tuple[Ints, Ints]:
    """Buurt number of every cell, and the wijk of every buurt; buurten ordered by wijk."""
    seeds: list[int] = []
    wijk_of_buurt: list[int] = []
    for wijk, people in enumerate(residents):
        mine = np.flatnonzero(owner == wijk)
        number = int(np.clip(round(people / 1500), 1, min(7, max(1, len(mine) // 12))))
        picked = [int(rng.choice(mine))]
        while len(picked) < number:  # farthest of a handful: spread out, but not into corners
            some = rng.choice(mine, size=12)
            gap = np.linalg.norm(cells.xy[some][:, None] - cells.xy[picked][None], axis=2)
            picked.append(int(some[np.argmax(gap.min(axis=1))]))
        seeds += picked
        wijk_of_buurt += [wijk] * number
    ones = np.ones(len(seeds))
    return grow(cells.neighbours, np.array(seeds), ones, effort, owner), np.array(wijk_of_buurt)


def _buurt_frame(
    wijken: gpd.GeoDataFrame, shapes: NDArray[np.object_], wijk_of_buurt: Ints
) -> gpd.GeoDataFrame:
    """Codes and names of the buurten, numbered within their wijk."""
    codes: list[str] = []
    labels: list[str] = []
    for wijk, code in enumerate(wijken["wijkcode"]):
        own = shapes[wijk_of_buurt == wijk]
        middle = shapely.get_coordinates(shapely.centroid(wijken.geometry.iloc[wijk]))[0]
        offset = shapely.get_coordinates(shapely.centroid(own)) - middle
        angles = np.arctan2(offset[:, 1], offset[:, 0]).tolist()
        codes += [f"BU{code[2:]}{number:02d}" for number in range(1, len(own) + 1)]
        labels += names.buurt_names(str(wijken["wijknaam"].iloc[wijk]), angles)
    wijkcodes = wijken["wijkcode"].to_numpy()[wijk_of_buurt]
    return gpd.GeoDataFrame(
        {"buurtcode": codes, "buurtnaam": labels, "wijkcode": wijkcodes}, geometry=shapes, crs=RD
    )


def _spots(
    cells: Cells, wijk: Ints, buurt: Ints, shapes: NDArray[np.object_]
) -> tuple[Floats, Ints]:
    """Places of every buurt that stay inside the wijk, also when a point is put beside them."""
    around = np.where(cells.neighbours >= 0, wijk[cells.neighbours], -1)
    safe = (around == wijk[:, None]).all(axis=1)
    places, owners = cells.to_rd(cells.xy[safe]), buurt[safe]
    missing = np.setdiff1d(np.arange(len(shapes)), owners)
    if len(missing):
        middle = [shapely.maximum_inscribed_circle(shapes[b]).coords[0] for b in missing]
        places, owners = np.vstack([places, middle]), np.concatenate([owners, missing])
    order = np.argsort(owners, kind="stable")
    return places[order], owners[order]
