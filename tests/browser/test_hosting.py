"""As a gemeente runs it: deploy/Caddyfile before two processes on one workspace, over https."""

import hashlib
import hmac
import http.client
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import expect

from logbook import Review, open_logbook
from tests.browser.conftest import ROOT, Visit, _free_port
from tests.browser.signing import sign_in, write_settings
from tests.browser.test_review import sit_down, write

# The name in the deployed file; conftest.py lets the browser find it on this machine.
NAME = "wijkpuls.gemeente.example"
COOKIE = "wijkpuls_process"
HERE, VISITOR = "127.0.0.1", "127.0.0.9"
START_SECONDS = 20
SAVE_SECONDS = 20
# What differs here from a gemeente: ports, a certificate of Caddy's own, the place of the log, a
# file of settings that Caddy keeps to itself, and a header that tells which process answered.
SETTINGS = (
    "\tadmin off\n\tskip_install_trust\n\tlocal_certs\n\thttp_port {http}\n\thttps_port {https}\n"
)
WHICH = "\t\theader_down X-Process {http.reverse_proxy.upstream.hostport}\n"


def adapted(deployed: str, http_port: int, https_port: int, processes: list[str], log: Path) -> str:
    """The deployed file with only that changed."""
    changes = {
        "{\n\t#": "{\n" + SETTINGS.format(http=http_port, https=https_port) + "\t#",
        "localhost:8501 localhost:8502 {\n": " ".join(processes) + " {\n" + WHICH,
        "/var/log/caddy/wijkpuls.log": str(log),
    }
    for old, new in changes.items():
        assert deployed.count(old) == 1, f"deploy/Caddyfile does not have {old!r} once"
        deployed = deployed.replace(old, new)
    return deployed


@dataclass
class Hosted:
    """The door, and the two processes behind it."""

    workspace: Path
    port: int
    http_port: int
    processes: list[str]
    access_log: Path
    fault_log: Path
    root: Path
    code: str

    @property
    def address(self) -> str:
        return f"https://{NAME}:{self.port}"

    def cookie(self, process: int) -> str:
        """What a browser carries that is with this process."""
        return hmac.new(b"", self.processes[process].encode(), hashlib.sha256).hexdigest()

    def ask(self, path: str, **headers: str) -> http.client.HTTPResponse:
        """One request from outside, over a connection of which the certificate is checked."""
        known = ssl.create_default_context(cafile=str(self.root))
        connection = http.client.HTTPSConnection(NAME, self.port, timeout=20)
        connection.sock = known.wrap_socket(
            socket.create_connection((HERE, self.port), 20, source_address=(VISITOR, 0)),
            server_hostname=NAME,
        )
        connection.request("GET", path, headers=headers)
        return connection.getresponse()

    def leave_halfway(self, path: str) -> None:
        """Ask for something large and be gone before it is there."""
        raw = socket.create_connection((HERE, self.port), 20, source_address=(VISITOR, 0))
        known = ssl.create_default_context(cafile=str(self.root))
        with known.wrap_socket(raw, server_hostname=NAME) as connection:
            connection.sendall(f"GET {path} HTTP/1.1\r\nHost: {NAME}\r\n\r\n".encode())
            connection.recv(100)


@pytest.fixture(scope="module")
def hosted(workspace, codes, start_provider, start_dashboard, tmp_path_factory) -> Iterator[Hosted]:
    caddy = shutil.which("caddy")
    if not caddy:
        pytest.skip("Caddy is not installed: apt-get install caddy")
    folder = tmp_path_factory.mktemp("hosting")
    own = shutil.copytree(workspace, folder / "workspace")
    http_port, port, *two = (_free_port() for _ in range(4))
    redirect = f"https://{NAME}:{port}/oauth2callback"
    options, environment = write_settings(folder, redirect, start_provider(redirect), codes[0])
    with ThreadPoolExecutor() as both:
        list(both.map(lambda one: start_dashboard(own, one, options, environment), two))
    door = Hosted(
        own,
        port,
        http_port,
        [f"localhost:{one}" for one in two],
        folder / "access.log",
        folder / "faults.log",
        folder / "caddy" / "pki" / "authorities" / "local" / "root.crt",
        codes[0],
    )
    deployed = (ROOT / "deploy" / "Caddyfile").read_text(encoding="utf-8")
    file = folder / "Caddyfile"
    file.write_text(adapted(deployed, http_port, port, door.processes, door.access_log))
    with door.fault_log.open("wb") as log:
        server = subprocess.Popen(
            [caddy, "run", "--adapter", "caddyfile", "--config", str(file)],
            env={**os.environ, "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)},
            stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        until = time.monotonic() + START_SECONDS
        while not _is_up(door) and time.monotonic() < until and server.poll() is None:
            time.sleep(0.2)
        if not _is_up(door):
            pytest.fail(f"Caddy did not start: {door.fault_log.read_text()[-600:]}")
        yield door
    finally:
        server.terminate()
        server.wait(timeout=15)


def _is_up(door: Hosted) -> bool:
    try:
        return door.ask("/_stcore/health").status == 200
    except OSError:
        return False


@dataclass
class Entered:
    """What was seen while somebody signed in and looked at a wijk."""

    cookies: list
    answered: set[str] = field(default_factory=set)
    sockets: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    said: str = ""


@pytest.fixture(scope="module")
def entered(browser, hosted) -> Entered:
    """Somebody who came without a cookie, through the door and the provider and back."""
    context = browser.new_context(ignore_https_errors=True)
    visitor = Visit(context.new_page(), hosted.address)
    found = Entered([])
    visitor.page.on("response", lambda one: found.answered.add(one.headers.get("x-process", "")))
    visitor.page.on("websocket", lambda one: found.sockets.append(one.url))
    visitor.page.on("pageerror", lambda error: found.errors.append(str(error)))
    sign_in(visitor, "wijkteam", f"/wijk?wijk={hosted.code}")
    visitor.settle()
    found.said = visitor.page.inner_text(".wp-who")
    found.cookies = context.cookies(hosted.address)
    context.close()
    return found


@pytest.fixture
def arrive(browser, hosted, entered):
    """That person in another browser, which is with one of the two processes."""
    opened = []

    def new(process: int) -> Visit:
        context = browser.new_context(ignore_https_errors=True)
        opened.append(context)
        signed = [one for one in entered.cookies if one["name"] != COOKIE]
        value = hosted.cookie(process)
        context.add_cookies(
            [*signed, {"name": COOKIE, "value": value, "domain": NAME, "path": "/"}]
        )
        return Visit(context.new_page(), hosted.address)

    yield new
    for context in opened:
        context.close()


def test_a_browser_gets_in_over_https_and_stays_with_one_process(hosted, entered):
    assert entered.said.startswith("Uw rol: wijkteam.")
    assert entered.errors == []
    assert entered.sockets
    assert all(url.startswith(f"wss://{NAME}:{hosted.port}/") for url in entered.sockets)
    [process] = entered.answered & set(hosted.processes)
    ours = {one["name"]: one for one in entered.cookies}
    assert {COOKIE, "_streamlit_user"} <= set(ours)
    assert [name for name, one in ours.items() if not one["secure"]] == []
    assert ours[COOKIE]["httpOnly"]
    assert ours[COOKIE]["value"] == hosted.cookie(hosted.processes.index(process))


def test_what_one_process_saves_the_other_shows(hosted, arrive):
    text = "Het is drukker op het plein."
    one, other = arrive(0), arrive(1)
    sit_down(one, hosted.code, "wijkteam")
    write(one, "Wat ziet u zelf", text)
    with open_logbook(hosted.workspace) as logbook:
        until = time.monotonic() + SAVE_SECONDS
        while not logbook.find(Review.kind, hosted.code) and time.monotonic() < until:
            one.page.wait_for_timeout(100)
    sit_down(other, hosted.code, "wijkteam")
    expect(other.page.get_by_label("Wat ziet u zelf")).to_have_value(text)
    for process, visitor in enumerate((one, other)):
        [still] = [c for c in visitor.page.context.cookies(hosted.address) if c["name"] == COOKIE]
        assert still["value"] == hosted.cookie(process)


@pytest.mark.parametrize(
    "path",
    ["/gezond", "/gezond/", "//gezond", "/%67ezond", "/GEZOND", "/x/../gezond",
     "/_stcore/metrics", "/_stcore/metrics/", "/wijk/../_stcore/metrics"],
)  # fmt: skip
def test_what_is_for_monitoring_stays_inside(hosted, path):
    answer = hosted.ask(path)
    said = answer.read()
    assert b'"build"' not in said and b"# HELP" not in said
    assert answer.status == 404


def test_http_leads_to_https_and_https_is_remembered(hosted):
    connection = http.client.HTTPConnection(HERE, hosted.http_port, timeout=20)
    connection.request("GET", "/stadskaart", headers={"Host": NAME})
    answer = connection.getresponse()
    assert answer.status == 308
    assert answer.headers["Location"].startswith(f"https://{NAME}")
    assert "max-age" in hosted.ask("/stadskaart").headers["Strict-Transport-Security"]
    # a page is sent compressed, and the policy that keeps the browser at home comes through
    packed = hosted.ask("/stadskaart", **{"Accept-Encoding": "gzip"}).headers
    assert packed["Content-Encoding"] == "gzip"
    assert "default-src 'self'" in packed["Content-Security-Policy"]


def test_a_dead_process_is_taken_out_and_nothing_about_visitors_is_written_down(
    hosted, arrive, stop_dashboard
):
    visitor = arrive(0)
    visitor.open("/stadskaart")
    page = hosted.ask("/stadskaart").read().decode()
    [script] = re.findall(r'src="\./(static/js/index[^"]*\.js)"', page)
    for _attempt in range(60):
        hosted.leave_halfway(f"/{script}")
        # Caddy 2.6 names both ends of what broke
        if re.search(r'"error":"[^"]*->', hosted.fault_log.read_text()):
            break
    stop_dashboard(hosted.processes[0])
    new = [hosted.ask("/stadskaart") for _ in range(6)]
    assert [answer.status for answer in new] == [200] * 6
    assert {answer.headers["X-Process"] for answer in new} == {hosted.processes[1]}
    # who was with it is taken over by the other, and is still signed in
    visitor.open(f"/wijk?wijk={hosted.code}")
    assert "Uw rol: wijkteam." in visitor.page.inner_text(".wp-who")
    stop_dashboard(hosted.processes[1])
    down = hosted.ask(f"/wijk?wijk={hosted.code}", Cookie="a=geheim")
    assert down.status == 503
    assert "probeer het over een paar minuten opnieuw" in down.read().decode().lower()

    kept = [json.loads(line) for line in hosted.access_log.read_text().splitlines()]
    assert len(kept) > 100
    for line in kept:
        assert set(line["request"]) <= {"proto", "method", "host", "uri"}, line
        assert "headers" not in line and "resp_headers" not in line
    assert HERE not in hosted.access_log.read_text()
    assert "incomplete response" in hosted.fault_log.read_text()  # who left halfway was noticed
    written = hosted.access_log.read_text() + hosted.fault_log.read_text()
    for personal in (VISITOR, hosted.code, "?", "geheim", "Mozilla", COOKIE, hosted.cookie(0)):
        where = written.find(personal)
        assert where < 0, written[max(0, where - 300) : where + 100]
