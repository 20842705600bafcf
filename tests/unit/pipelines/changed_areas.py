"""Two divisions of one stretch of water with everything that can happen between them at once.

Ten squares of 1 km in a row, 0-9, in the IJsselmeer; the map is of 2025, the older one of 2015.

    square   0     1     2     3     4     5     6a 6b    7     8     9
    2015     P----------  Q     R     S     T--------  U--------  V
    2025     A     B     C----------  D     E     F-------------        N

P was split (A has 300 residents, B 100), Q and R were merged, S got another code, the border of T
and U moved (half of 6, with 50 of the 150 residents of T), V went to another gemeente, N is new.
"""

import json
from collections.abc import Mapping, Sequence

from tests.unit.pipelines.workspace_maker import SIDE, X0, Y0, csv_text

P, Q, R, S, T, U, V = (f"WK0001{n}" for n in ("50", "51", "52", "53", "54", "55", "56"))
A, B, C, D, E, F, N = (f"WK0001{n}" for n in ("01", "02", "03", "04", "05", "06", "09"))
OLD = {P: (0, 2), Q: (2, 3), R: (3, 4), S: (4, 5), T: (5, 6.5), U: (6.5, 8), V: (8, 9)}
NEW = {A: (0, 1), B: (1, 2), C: (2, 4), D: (4, 5), E: (5, 6), F: (6, 8), N: (9, 10)}
NAMES = {S: "Sluis", D: "Sluis"}
BUURTEN = {
    (0, 1): 300, (1, 2): 100, (2, 4): 800, (4, 5): 60, (5, 6): 100, (6, 6.5): 50, (6.5, 8): 400,
    (9, 10): 70,
}  # fmt: skip
#: Where each old wijk went, by hand: new wijk -> share.
WENT = {
    P: {A: 0.75, B: 0.25}, Q: {C: 1}, R: {C: 1}, S: {D: 1},
    T: {E: 2 / 3, F: 1 / 3}, U: {F: 1}, V: {},
}  # fmt: skip


def _feature(properties: Mapping[str, object], left: float, right: float) -> dict[str, object]:
    x0, x1 = X0 + left * SIDE, X0 + right * SIDE
    ring = [[x0, Y0], [x1, Y0], [x1, Y0 + SIDE], [x0, Y0 + SIDE], [x0, Y0]]
    shape = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": properties, "geometry": shape}


def _collection(features: Sequence[object]) -> str:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}
    return json.dumps({"type": "FeatureCollection", "crs": crs, "features": features})


def areas(division: Mapping[str, tuple[float, float]], year: int) -> str:
    """The wijken of one year as GeoJSON."""
    return _collection(
        [
            _feature({"wijkcode": c, "wijknaam": NAMES.get(c, f"Wijk {c[-2:]}"), "jaar": year}, *at)
            for c, at in division.items()
        ]
    )


def buurten(year: int = 2025) -> str:
    """Buurten with their residents."""
    return _collection(
        [
            _feature(
                {
                    "buurtcode": f"BU0001{n:02}00", "buurtnaam": f"Buurt {n}", "jaar": year,
                    "wijkcode": f"WK0001{n:02}", "inwoners": residents,
                },
                *at,
            )
            for n, (at, residents) in enumerate(BUURTEN.items())
        ]
    )  # fmt: skip


def population(codes: Sequence[str], year: int, first: int = 1000) -> str:
    """population.csv: 1000, 1001, ... residents."""
    rows = [[code, year, first + n, 400 + n] for n, code in enumerate(codes)]
    return csv_text(["wijkcode", "jaar", "inwoners", "huishoudens"], rows)


def files() -> dict[str, str | None]:
    """What makes a workspace of tests have both maps."""
    return {
        "areas.geojson": None,
        "areas-2025.geojson": areas(NEW, 2025),
        "areas-2015.geojson": areas(OLD, 2015),
        "areas-buurten.geojson": buurten(),
        "population.csv": population(list(NEW), 2025),
    }
