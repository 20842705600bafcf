"""A process that is killed while it saves: what was confirmed is there, and nothing by half."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import sqlalchemy as sa

from logbook.database import connect
from logbook.store import Logbook
from tests.unit.logbook.contents_maker import ROLE, review

ROOT = Path(__file__).resolve().parents[3]
# Says on standard output what was confirmed; never stops by itself.
WRITER = """
import sys
import sqlalchemy as sa
from logbook.database import connect
from logbook.store import Logbook
from tests.unit.logbook.contents_maker import ROLE, review
logbook = Logbook(connect(sa.make_url(sys.argv[1])))
subject = sys.argv[2]
last = logbook.newest("review", subject)
version = last.version if last else 0
print("ready", flush=True)
while True:
    places = ["Kerkstraat"] * ((version + 1) % 50)
    text = "rustig " * ((version + 1) % 30)
    content = review(beeld=text, locaties=places)
    version = logbook.save(subject, content, role=ROLE, expected_version=version).version
    print(version, flush=True)
"""


def start(url: sa.URL, subject: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, url.render_as_string(hide_password=False), subject]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment)


def kill_after(writer: subprocess.Popen[str], seconds: float) -> int:
    """The last version that the writer had confirmed when it was killed."""
    assert writer.stdout is not None
    assert writer.stdout.readline() == "ready\n"
    time.sleep(seconds)
    writer.send_signal(signal.SIGKILL)
    said, _ = writer.communicate(timeout=30)
    assert writer.returncode == -signal.SIGKILL
    whole = said[: said.rfind("\n") + 1].split()
    return int(whole[-1]) if whole else 0


@pytest.mark.parametrize("seconds", [0.05, 0.23, 0.41])
def test_a_killed_writer_loses_nothing_that_was_confirmed(url, seconds):
    confirmed = kill_after(start(url, "r"), seconds)
    with Logbook(connect(url)) as logbook:
        history = logbook.history("review", "r")
        # the one after may have reached the disk just before it could be said
        assert confirmed <= len(history) <= confirmed + 1
        for number, version in enumerate(history, start=1):
            assert version.version == number
            assert version.content == review(
                beeld="rustig " * (number % 30), locaties=["Kerkstraat"] * (number % 50)
            )
        logbook.save("r", review(), role=ROLE, expected_version=len(history))


def test_processes_at_once_lose_nothing(url):
    writers = [start(url, f"r{number}") for number in range(3)]
    confirmed = [kill_after(writer, 0.3) for writer in writers]
    with Logbook(connect(url)) as logbook:
        for number, version in enumerate(confirmed):
            history = logbook.history("review", f"r{number}")
            assert version <= len(history) <= version + 1
    assert sum(confirmed) > 0
