"""A dashboard on a small fictional gemeente, and a browser that may only reach this machine."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from pipelines import read_model
from tests.browser import signing

ROOT = Path(__file__).resolve().parents[2]
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
    # the name in deploy/Caddyfile
    "--host-resolver-rules=MAP wijkpuls.gemeente.example 127.0.0.1",
]
START_SECONDS = 40
LOAD_MS = 30_000


def pytest_collection_modifyitems(items):
    """Everything here drives a browser."""
    for item in items:
        if Path(__file__).parent in Path(item.path).parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def workspace(tmp_path_factory) -> Path:
    """A fictional gemeente of sixty weeks, made and built by the product's own commands."""
    folder = tmp_path_factory.mktemp("browser") / "fictief"
    _run("-m", "demo", str(folder), "--weeks", "60")
    _run("-m", "pipelines", "run", str(folder))
    return folder


def _run(*arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, f"{arguments}: {done.stdout}\n{done.stderr}"


@pytest.fixture(scope="session")
def dashboards() -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    """The processes that run, by host and port. All are stopped at the end."""
    running: dict[str, subprocess.Popen[bytes]] = {}
    yield running
    for server in running.values():
        server.terminate()
        server.wait(timeout=15)


@pytest.fixture(scope="session")
def stop_dashboard(dashboards):
    """End one process as a crash does."""

    def stop(host_and_port: str) -> None:
        dashboards[host_and_port].kill()
        dashboards[host_and_port].wait(timeout=15)

    return stop


@pytest.fixture(scope="session")
def server_log():
    """What a dashboard wrote, by its address: what the service manager would keep."""
    files: dict[str, Path] = {}
    return files


@pytest.fixture(scope="session")
def start_dashboard(tmp_path_factory, dashboards, server_log):
    """Start the dashboard on a workspace; gives its address."""

    def start(
        folder: Path,
        port: int | None = None,
        options: Sequence[str] = (),
        environment: Mapping[str, str] | None = None,
    ) -> str:
        port = port or _free_port()
        file = tmp_path_factory.mktemp("dashboard") / "log.txt"
        log = file.open("wb")
        command = [sys.executable, "-m", "streamlit", "run", "dashboard.py"]
        settings = {**os.environ, "WIJKPULS_WORKSPACE": str(folder), **(environment or {})}
        server = subprocess.Popen(
            [*command, "--server.port", str(port), *options],
            cwd=ROOT,
            env=settings,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        log.close()
        dashboards[f"localhost:{port}"] = server
        address = f"http://localhost:{port}"
        server_log[address] = file
        _wait_until_healthy(server, address)
        return address

    return start


@pytest.fixture(scope="session")
def codes(workspace) -> list[str]:
    """The codes of the wijken of the fictional gemeente."""
    with read_model.open_current(workspace) as build:
        return [str(code) for code in build.wijken()["wijkcode"]]


@pytest.fixture(scope="session")
def start_provider(tmp_path_factory) -> Iterator[Callable[[str], str]]:
    """Start a provider of accounts that sends people back to an address; gives its own. All are
    stopped at the end.
    """
    signing.install_provider()
    with ExitStack() as running:

        def start(redirect: str) -> str:
            log = tmp_path_factory.mktemp("provider") / "log.txt"
            return running.enter_context(signing.provider(_free_port(), redirect, log))

        yield start


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return int(probe.getsockname()[1])


def _wait_until_healthy(server: subprocess.Popen[bytes], address: str) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        assert server.poll() is None, "the dashboard stopped by itself"
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"no dashboard at {address} after {START_SECONDS} s")


@pytest.fixture(scope="session")
def dashboard(workspace, start_dashboard) -> str:
    """The address of the dashboard on the fictional gemeente."""
    return start_dashboard(workspace)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium of this machine; nothing is downloaded."""
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        yield opened
        opened.close()


@dataclass
class Visit:
    """One page, and everything that went wrong or went out while it was open."""

    page: Page
    address: str
    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """Open a screen and wait until it is drawn to the last line."""
        self.page.goto(self.address + path)
        self.settle()
        return self.page

    def settle(self) -> None:
        """Wait until the app is done: the footer is there and nothing is running any more."""
        self.page.wait_for_selector("footer.wp-foot", timeout=LOAD_MS)
        self.page.wait_for_selector(
            '[data-testid="stApp"][data-test-script-state="notRunning"]', timeout=LOAD_MS
        )
        self.page.wait_for_timeout(250)

    def wait_for_address(self, pattern: str) -> None:
        """Wait until the address of the page matches."""
        self.page.wait_for_url(re.compile(pattern), timeout=LOAD_MS)
        self.settle()

    def wait_for_map(self) -> None:
        """Wait until the map is drawn."""
        self.page.wait_for_selector(".st-key-kaart .scatterlayer .trace", timeout=LOAD_MS)


@pytest.fixture
def visit(browser, dashboard) -> Iterator[Visit]:
    """A fresh page on the dashboard, on a desktop screen."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    visitor = Visit(page, dashboard)

    def note(request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname != "localhost":
            visitor.outside.append(request.url)

    page.on("request", note)
    page.on("pageerror", lambda error: visitor.errors.append(str(error)))
    yield visitor
    page.close()
