"""The map in a real browser, against a bare Streamlit app that draws the same outlines.

    python -m benchmarks.map_in_browser [--workspace FOLDER] [--runs 5]

FOLDER is a workspace with a build; without it the fictional gemeente is made and built first. Both
apps run beside each other and are visited in turns, each time by a browser with an empty cache;
medians count. The clock runs from the request for the page until every trace of the map is in the
page and has been painted. The first visit after the start of a server is reported apart: then the
server still loads its libraries. Targets: under 4 seconds and under 1.5 times the bare app for a
gemeente; under 2 MB in the message that holds the map, for a map of the whole country.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import shapely
from playwright.sync_api import Browser, ConsoleMessage, WebSocket, sync_playwright

from benchmarks.measuring import ROOT, machine, measured, middle, published, table, verdict

CHROMIUM = os.environ.get("WIJKPULS_CHROMIUM", "/usr/bin/chromium")
CHROMIUM_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START_SECONDS, DRAW_SECONDS = 60, 120
MOST_SECONDS, MOST_TIMES, MOST_BYTES = 4.0, 1.5, 2_000_000
#: Above this number of wijken the product draws with MapLibre instead of SVG (views/stadskaart.py).
MOST_OUTLINES = 400
DRAWN = "benchmark: map drawn at "
SCRIPT = (Path(__file__).parent / "map_drawn.js").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Visit:
    """Seconds from the request to a drawn map; bytes over the websocket until then, and the most
    in one message: the map itself.
    """

    seconds: float
    all_bytes: int
    largest_bytes: int


def main(workspace: Path, runs: int) -> bool:
    """Measure and print; gives whether the targets hold."""
    wijken = _outlines(workspace)
    is_national = len(wijken) > MOST_OUTLINES
    outlines = {"is_national": is_national, "wijken": wijken}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        file = Path(folder) / "outlines.json"
        file.write_text(json.dumps(outlines), encoding="utf-8")
        with (
            _server("benchmarks/bare_app.py", {"BENCHMARK_OUTLINES": str(file)}) as bare,
            _server("dashboard.py", {"WIJKPULS_WORKSPACE": str(workspace)}) as wijkpuls,
        ):
            browser = driver.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
            addresses = {"bare app": bare + "/", "Stadskaart": wijkpuls + "/stadskaart"}
            visits: dict[str, list[Visit]] = {name: [] for name in addresses}
            for _ in range(runs + 1):
                for name, address in addresses.items():
                    visits[name].append(_visit(browser, address))
            browser.close()
    print(f"{machine()}; {len(wijken):,} wijken, {runs} rounds after the first\n")
    return _report(visits, is_national)


def _report(visits: dict[str, list[Visit]], is_national: bool) -> bool:
    rows, seconds = [], {}
    for name, (first, *later) in visits.items():
        seconds[name] = middle([visit.seconds for visit in later])
        rows.append(
            (
                name,
                f"{first.seconds:.2f}",
                f"{seconds[name]:.2f}",
                f"{max(visit.largest_bytes for visit in later) / 1e6:.2f}",
                f"{max(visit.all_bytes for visit in later) / 1e6:.2f}",
            )
        )
    header = ["", "first visit, s", "later visits, s", "the map, MB", "all of the screen, MB"]
    print(table(header, rows))
    times = seconds["Stadskaart"] / seconds["bare app"]
    sent = max(visit.largest_bytes for visit in visits["Stadskaart"])
    if is_national:
        held = [sent < MOST_BYTES]
        print(f"\nThe map: {sent / 1e6:.2f} MB, under {MOST_BYTES / 1e6:g} MB: {verdict(held[0])}.")
        print(f"Drawn in {times:.2f} times the bare app (no target at this size).")
    else:
        own = seconds["Stadskaart"]
        held = [own < MOST_SECONDS, times < MOST_TIMES]
        print(f"\nDrawn in {own:.2f} s, under {MOST_SECONDS:g} s: {verdict(held[0])}.")
        print(f"{times:.2f} times the bare app, under {MOST_TIMES:g}: {verdict(held[1])}.")
    return all(held)


def _visit(browser: Browser, address: str) -> Visit:
    """Open the page in a browser that has nothing in its cache, and wait for the map."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.add_init_script(SCRIPT)
    page = context.new_page()
    sizes: list[int] = []

    def count(socket_: WebSocket) -> None:
        socket_.on("framereceived", lambda frame: sizes.append(len(frame)))

    def is_drawn(message: ConsoleMessage) -> bool:
        return message.text.startswith(DRAWN)

    page.on("websocket", count)
    with page.expect_console_message(is_drawn, timeout=DRAW_SECONDS * 1000) as waiting:
        page.goto(address, wait_until="commit")
    seconds = float(waiting.value.text.removeprefix(DRAWN)) / 1000
    page.wait_for_timeout(500)  # the last messages of the same screen
    context.close()
    return Visit(seconds, sum(sizes), max(sizes))


@contextmanager
def _server(script: str, settings: dict[str, str]) -> Iterator[str]:
    """A Streamlit server on a free port; gives its address, stops it afterwards."""
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port)]
    server = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **settings},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://localhost:{port}"
    try:
        until = time.monotonic() + START_SECONDS
        while not _is_healthy(address):
            if server.poll() is not None or time.monotonic() > until:
                sys.exit(f"{script} did not start")
            time.sleep(0.2)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=15)


def _is_healthy(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
            return True
    except OSError:
        return False


def _outlines(workspace: Path) -> list[dict[str, object]]:
    """The outlines of the published build, as the bare app reads them."""
    with duckdb.connect(str(published(workspace)), read_only=True) as connection:
        wijken = connection.table("dim_wijken").fetchdf()
    if len(wijken) > MOST_OUTLINES:
        pairs = zip(wijken["wijkcode"], wijken["shape_lonlat"], strict=True)
        return [{"code": code, "geometry": json.loads(shape)} for code, shape in pairs]
    outlines: list[dict[str, object]] = []
    for code, shape in zip(wijken["wijkcode"], wijken["shape_rd"].map(bytes), strict=True):
        x: list[float | None] = []
        y: list[float | None] = []
        for part in shapely.get_parts(shapely.get_rings(shapely.from_wkb(shape))):
            points = shapely.get_coordinates(part).round()
            x += [*points[:, 0].tolist(), None]
            y += [*points[:, 1].tolist(), None]
        outlines.append({"code": code, "x": x, "y": y})
    return outlines


def _fictional(folder: Path) -> Path:
    workspace = folder / "fictief"
    measured("-m", "demo", str(workspace))
    measured("-m", "pipelines", "run", str(workspace))
    return workspace


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--workspace", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        chosen = asked.workspace or _fictional(Path(temporary))
        sys.exit(0 if main(chosen.resolve(), asked.runs) else 1)
