"""A server that answers as PDOK and CBS describe their services, with made-up areas and counts, and
that can be told to fail first: the tests of `fetch` talk to it over real HTTP.
"""

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

PAGE_ROWS = 7  # of the tables; small, so that everything comes in several pages
GEMEENTE, OTHER = "GM9901", "GM9902"
LON, LAT, STEP = 5.30, 52.55, 0.01


def square(column: int) -> dict[str, Any]:
    """A square in open water, in degrees."""
    x, y = LON + STEP * column, LAT
    ring = [[x, y], [x + STEP, y], [x + STEP, y + STEP], [x, y + STEP], [x, y]]
    return {"type": "Polygon", "coordinates": [ring]}


def features(kind: str) -> list[dict[str, Any]]:
    """Five wijken of the gemeente and one of its neighbour, or two buurten for each of them; or the
    two gemeenten.
    """
    found = []
    for column in range(6):
        gemeente = OTHER if column == 5 else GEMEENTE
        wijk = f"WK{gemeente[2:]}{column:02d}"
        common = {
            "gemeentecode": gemeente,
            "gemeentenaam": "Testwater",
            "wijkcode": wijk,
            "water": "NEE",
            "aantal_inwoners": 99,
            "aantal_huishoudens": 45,
        }
        if kind == "gemeenten":
            if column in (0, 5):
                found.append(common)
        elif kind == "wijken":
            found.append({**common, "wijknaam": f"Wijk {column}"})
        else:
            found += [
                {**common, "buurtcode": f"BU{wijk[2:]}{n:02d}", "buurtnaam": f"Buurt {n}"}
                for n in range(2)
            ]
    return [
        {"type": "Feature", "properties": p, "geometry": _shape(kind, int(p["wijkcode"][-2:]))}
        for p in found
    ]


def _shape(kind: str, column: int) -> dict[str, Any]:
    if kind != "gemeenten" or column:
        return square(column)
    return {"type": "MultiPolygon", "coordinates": [square(n)["coordinates"] for n in range(5)]}


def key_figures(year: int) -> list[dict[str, Any]]:
    """Rows of a table with key figures: keys padded, one wijk without a figure."""
    areas = [f"WK9901{n:02d}" for n in range(5)]
    return [
        {
            "ID": n,
            "WijkenEnBuurten": f"{code}  ",
            "AantalInwoners_5": None if n == 4 else 100 * (n + 1),
            "HuishoudensTotaal_29": None if n == 4 else 50 * (n + 1),
        }
        for n, code in enumerate(areas)
    ]


PERIODS = [f"2025MM{month:02d}" for month in (10, 11, 12)] + ["2025JJ00", "2026MM01", "2026MM02"]
KINDS = {"0.0.0 ": "Misdrijven, totaal", "1.1.1 ": "Soort een", "2.2.1 ": "Soort twee"}
AREAS = ["GM9901    ", "WK990100  ", "BU99010000", "BU99010001", "BU99010100", "GM9902    "]


def counts(measure: str, kind: str) -> list[dict[str, Any]]:
    """Rows of a register. One wijk has no row of its own, only a buurt; one count is withheld."""
    rows = []
    for period in PERIODS:
        for area in AREAS:
            for number, code in enumerate(KINDS):
                count: int | None = 3 * number
                if (period, area, code) == ("2025MM11", "WK990100  ", "1.1.1 "):
                    count = None
                if period == "2025MM12":
                    count = 0
                rows.append(
                    {
                        "ID": len(rows),
                        kind: code,
                        "WijkenEnBuurten": area,
                        "Perioden": period,
                        measure: count,
                    }
                )
    return rows


REGISTERS = {
    "47022NED": ("SoortMisdrijf", "GeregistreerdeMisdrijven_1"),
    "47024NED": ("Overlast", "GeregistreerdeOverlast_1"),
}
FIGURES = {"85984NED": 2024, "85618NED": 2023}


@dataclass
class Service:
    """What the server was asked, and how it is to fail: `faults` holds (part of an address, fault),
    each used once; a fault of which the name starts with * stays. `changes` holds (part of an
    address, what it makes of the answer).
    """

    url: str = ""
    asked: list[str] = field(default_factory=list)
    faults: list[tuple[str, str]] = field(default_factory=list)
    changes: list[tuple[str, Callable[[Any], Any]]] = field(default_factory=list)

    def next_fault(self, path: str) -> str | None:
        for position, (part, fault) in enumerate(self.faults):
            if part in path:
                if not fault.startswith("*"):
                    del self.faults[position]
                return fault.removeprefix("*")
        return None

    def content(self, path: str) -> Any:
        """The content of an address as this server gives it now; None when there is none."""
        content = answer(path)
        for part, change in self.changes:
            if part in path and content is not None:
                content = change(content)
        return content


def answer(path: str) -> Any:
    """The content of an address; None when there is none."""
    parts = urlsplit(path)
    choice = {name: values[0] for name, values in parse_qs(parts.query).items()}
    if match := re.fullmatch(
        r"/cbs/wijken-en-buurten-(\d{4})/ogc/v1/collections/(\w+)/items", parts.path
    ):
        return _features_page(parts.path, match[2], choice) if match[1] != "1990" else None
    if match := re.fullmatch(r"/ODataFeed/odata/(\w+)/(\w+)", parts.path):
        return _table_page(parts.path, match[1], match[2], choice)
    return None


def _features_page(path: str, kind: str, choice: dict[str, str]) -> dict[str, Any]:
    # the filter is not known to this server: it gives all gemeenten, as a service may
    every = [feature for feature in features(kind) if _is_in_box(feature, choice.get("bbox"))]
    limit, start = min(int(choice["limit"]), 4), int(choice.get("cursor", 0))
    links = [{"rel": "self", "href": path}]
    if start + limit < len(every):
        further = urlencode({**choice, "cursor": start + limit})
        # under the public name of the service, as behind a gateway
        links.append({"rel": "next", "href": f"https://api.pdok.example{path}?{further}"})
    return {
        "type": "FeatureCollection",
        "features": every[start : start + limit],
        "links": links,
        "numberReturned": len(every[start : start + limit]),
    }


def _is_in_box(feature: dict[str, Any], box: str | None) -> bool:
    """By the western border of its last part: the squares differ in nothing else."""
    if box is None:
        return True
    west, _south, east, _north = map(float, box.split(","))
    rings = feature["geometry"]["coordinates"]
    while not isinstance(rings[0][0], float):
        rings = rings[-1]
    return west - STEP <= rings[0][0] <= east


def _table_page(path: str, table: str, part: str, choice: dict[str, str]) -> Any:
    if table in FIGURES:
        kind, measure, rows = "", "", key_figures(FIGURES[table])
        title = f"Kerncijfers wijken en buurten {FIGURES[table]}"
        columns = [
            {"Key": "WijkenEnBuurten", "Type": "GeoDimension"},
            {"Key": "", "Type": "TopicGroup"},
            {"Key": "Gemeentenaam_1", "Type": "Topic"},
            {"Key": "SoortRegio_2", "Type": "Topic"},
            {"Key": "AantalInwoners_5", "Type": "Topic"},
            {"Key": "HuishoudensTotaal_29", "Type": "Topic"},
        ]
    elif table in REGISTERS:
        kind, measure = REGISTERS[table]
        rows, title = counts(measure, kind), f"Register {table}"
        columns = [
            {"Key": kind, "Type": "Dimension"},
            {"Key": "WijkenEnBuurten", "Type": "GeoDetail"},
            {"Key": "Perioden", "Type": "TimeDimension"},
            {"Key": measure, "Type": "Topic"},
            # what an area is called stands among the figures
            {"Key": "Gemeentenaam_2", "Type": "Topic"},
            {"Key": "SoortRegio_3", "Type": "Topic"},
        ]
    else:
        return None
    if part == "TableInfos":
        return {"value": [{"Title": title, "Modified": "2026-03-15T02:00:00"}]}
    if part == "DataProperties":
        return {"value": columns}
    if part == "Perioden":
        return {"value": [{"Key": period, "Title": period} for period in PERIODS]}
    if part == kind:
        return {"value": [{"Key": key, "Title": text} for key, text in KINDS.items()]}
    if part != "TypedDataSet":
        return None
    rows = [row for row in rows if _meets(row, choice["$filter"])]
    columns_asked = choice["$select"].split(",")
    start = int(choice.get("$skip", 0))
    page: dict[str, Any] = {
        "odata.metadata": f"http://dataderden.example{path}",
        "value": [{c: row[c] for c in columns_asked} for row in rows[start : start + PAGE_ROWS]],
    }
    if start + PAGE_ROWS < len(rows):
        further = urlencode({**choice, "$skip": start + PAGE_ROWS})
        page["odata.nextLink"] = f"http://dataderden.example{path}?{further}"
    return page


def _meets(row: dict[str, Any], condition: str) -> bool:
    """The two functions of OData that we use; anything else is a fault of the test."""
    for one in condition.split(" and "):
        if match := re.fullmatch(r"startswith\((\w+),'(\w+)'\)", one):
            if not row[match[1]].startswith(match[2]):
                return False
        elif match := re.fullmatch(r"substring\((\w+),(\d+),(\d+)\) eq '(\w+)'", one):
            start, length = int(match[2]), int(match[3])
            if row[match[1]][start : start + length] != match[4]:
                return False
        else:
            raise AssertionError(f"not a condition of these services: {one}")
    return True


@contextmanager
def serving() -> Iterator[Service]:
    """The server, for as long as a test takes."""
    service = Service()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = 1 << 16  # headers and body in one packet

        def do_GET(self) -> None:  # noqa: N802 - the name that the base class calls
            service.asked.append(self.path)
            fault = service.next_fault(self.path)
            content = service.content(self.path)
            body = b"" if content is None else json.dumps(content).encode()
            status = 404 if content is None else 200
            if fault == "html":
                body = b"<html>Please sign in</html>"
            elif fault and fault[:3].isdigit():
                status, body = int(fault[:3]), b"{}"
            elif fault == "hang":
                time.sleep(1.5)
            elif fault == "slow start":
                self._drip(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n")
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            if fault != "cut":  # without a length, the end of the connection is the end of the body
                self.send_header("Content-Length", str(len(body)))
            if status == 429:
                self.send_header("Retry-After", "soon" if fault == "429 soon" else "1")
            self.end_headers()
            if fault == "slow":
                self._drip(body)
            self.wfile.write(body[: len(body) // 2] if fault in ("truncated", "cut") else body)
            if fault in ("truncated", "cut"):
                self.close_connection = True

        def _drip(self, content: bytes) -> None:
            """Now and then a byte, always before the client has had no word for too long."""
            for position in range(len(content)):
                self.wfile.write(content[position : position + 1])
                self.wfile.flush()
                time.sleep(0.1)

        def log_message(self, format: str, *values: object) -> None:
            """Quiet: the tests look at `asked`."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            """Quiet: a client that stops waiting is what some tests are about."""

    server = Server(("127.0.0.1", 0), Handler)
    service.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
