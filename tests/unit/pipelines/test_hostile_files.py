"""Two hundred hostile files through the check that every delivery passes: a calm answer, no call to
another computer, and no file outside the workspace.
"""

import http.server
import socket
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.unit.pipelines.hostile_files import NUMBER, hostile_files
from tests.unit.pipelines.workspace_maker import Answer, call, write_workspace

# No file is so good at it that it keeps the computer busy for longer.
MOST_SECONDS = 30


class Watch:
    """Sees what this process opens for writing and where it connects to."""

    def __init__(self) -> None:
        self.is_on = False
        self.written: list[str] = []
        self.connected: list[str] = []
        sys.addaudithook(self._hook)

    def _hook(self, event: str, arguments: tuple) -> None:
        if not self.is_on:
            return
        if event == "open" and isinstance(arguments[0], str) and _writes(*arguments[1:3]):
            self.written.append(arguments[0])
        elif event in ("socket.connect", "socket.getaddrinfo"):
            self.connected.append(repr(arguments))
        elif event in ("os.system", "subprocess.Popen"):
            self.connected.append(event)


def _writes(mode: object, flags: object) -> bool:
    return isinstance(mode, str) and bool(set(mode) & set("wax+"))


@pytest.fixture(scope="module")
def caller():
    """An address that notes every call, also one that a library makes outside of Python."""
    calls: list[str] = []

    class Noting(http.server.BaseHTTPRequestHandler):
        def do_GET(self):  # noqa: N802
            calls.append(self.path)
            self.send_error(404)

        do_HEAD = do_POST = do_GET  # noqa: N815

        def log_message(self, *_arguments):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Noting)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", calls
    server.shutdown()


@pytest.mark.slow
def test_two_hundred_hostile_files(tmp_path, caller):
    address, calls = caller
    files = hostile_files(address)
    assert len(files) == NUMBER
    watch = Watch()
    folder = write_workspace(tmp_path / "inside" / "ws", kinds=["population", "incidents"])
    others = {path for path in tmp_path.rglob("*") if folder not in path.parents}
    findings = []
    for number, (name, content) in enumerate(files):
        path = folder / name
        before = path.read_bytes() if path.exists() else None
        path.write_bytes(content)
        watch.is_on = True
        start = time.monotonic()
        answer = call("check", folder)
        seconds = time.monotonic() - start
        watch.is_on = False
        findings += [f"{number} {name!r}: {one}" for one in wrong(answer, seconds, calls, watch)]
        outside = [one for one in watch.written if not _is_inside(one, folder)]
        findings += [f"{number} {name!r}: wrote {one}" for one in outside]
        calls.clear()
        watch.written.clear()
        watch.connected.clear()
        path.unlink()
        if before is not None:
            path.write_bytes(before)
    assert findings == []
    now = {path for path in tmp_path.rglob("*") if folder not in path.parents}
    assert now == others
    assert not (Path.cwd() / "owned").exists()
    print(f"{len(files)} hostile files, none got further than the check")


def wrong(answer: Answer, seconds: float, calls: list[str], watch: Watch) -> list[str]:
    """What may not happen, whatever the file."""
    found = []
    if answer.code not in (0, 2):
        found.append(f"exit code {answer.code}: {answer.text[:200]}")
    if answer.code == 2 and not answer.err.strip():
        found.append("refused without a message")
    if calls or watch.connected:
        found.append(f"called {calls} {watch.connected}")
    if seconds > MOST_SECONDS:
        found.append(f"took {seconds:.0f} s")
    return found


def _is_inside(name: str, folder: Path) -> bool:
    return folder in Path(name).resolve().parents or name.startswith("/dev/")


def test_the_watch_sees_a_planted_fault(tmp_path):
    watch = Watch()
    watch.is_on = True
    (tmp_path / "owned").write_text("x")
    with pytest.raises(OSError), socket.socket() as probe:
        probe.settimeout(0.2)
        probe.connect(("127.0.0.1", 1))
    watch.is_on = False
    assert [one for one in watch.written if not _is_inside(one, tmp_path / "ws")]
    assert watch.connected
    ok = Answer(0, "", "")
    assert wrong(ok, 0.0, ["/x"], watch) and wrong(Answer(1, "", ""), 0.0, [], Watch())
    assert wrong(ok, 0.0, [], Watch()) == []
