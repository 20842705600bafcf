"""The units of deploy/ as systemd reads them, and each command of theirs really run: nothing may be
written but what the unit allows, and nobody has a home.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
SERVICES = sorted(path.name for path in DEPLOY.glob("*.service"))
TIMERS = sorted(path.name for path in DEPLOY.glob("*.timer"))
# Where systemd's own score is below this, it has little left to say (0 is best, 10 is worst).
MOST_EXPOSED = 1.5
START_SECONDS = 40
# These differ between the services; all the rest of the hardening is the same.
OWN = ("ReadWritePaths",)


def settings(unit: str, section: str) -> list[tuple[str, str]]:
    """The lines of one section, in order."""
    text = (DEPLOY / unit).read_text(encoding="utf-8")
    part = text.split(f"[{section}]\n")[1].split("\n[")[0]
    lines = [line for line in part.splitlines() if line and not line.startswith("#")]
    return [(name, value) for name, _equals, value in (line.partition("=") for line in lines)]


def hardening(unit: str) -> list[tuple[str, str]]:
    """Everything from the first limit on."""
    lines = settings(unit, "Service")
    start = [name for name, _value in lines].index("NoNewPrivileges")
    return [(name, value) for name, value in lines[start:] if name not in OWN]


def of(unit: str, name: str, section: str = "Service") -> str:
    return dict(settings(unit, section)).get(name, "")


# --- as systemd reads them ----------------------------------------------------------------------


@pytest.fixture
def analyze(tmp_path):
    """systemd-analyze on the units, with a Python that is there."""
    program = shutil.which("systemd-analyze")
    if not program:
        pytest.skip("systemd-analyze is not here: apt-get install systemd")
    for path in [*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")]:
        text = path.read_text(encoding="utf-8")
        text = text.replace("/opt/wijkpuls/.venv/bin/python", sys.executable)
        (tmp_path / path.name).write_text(text, encoding="utf-8")

    def run(*arguments: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [program, *arguments], cwd=tmp_path, capture_output=True, text=True, check=False
        )

    return run, tmp_path


def test_systemd_understands_every_line(analyze):
    run, folder = analyze
    names = [f"./{name}" for name in (*SERVICES, *TIMERS)]
    done = run("verify", *names)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
    with (folder / SERVICES[0]).open("a") as unit:
        unit.write("[Service]\nProtectSytem=strict\n")  # a planted fault
    assert "ProtectSytem" in run("verify", f"./{SERVICES[0]}").stderr


@pytest.mark.parametrize("unit", SERVICES)
def test_a_service_is_shut_off_from_the_rest(analyze, unit):
    run, _folder = analyze
    said = run("security", "--offline=true", f"./{unit}").stdout
    exposure = re.search(r"Overall exposure level for \S+ ([\d.]+)", said)
    assert exposure and float(exposure[1]) <= MOST_EXPOSED, said


def test_every_service_is_shut_off_in_the_same_way():
    first = hardening(SERVICES[0])
    assert len(first) > 20
    assert {unit: hardening(unit) == first for unit in SERVICES} == dict.fromkeys(SERVICES, True)
    for unit in SERVICES:
        assert (of(unit, "User"), of(unit, "Group")) == ("wijkpuls", "wijkpuls")
        assert of(unit, "EnvironmentFile") == "-/etc/wijkpuls/environment"


# --- when they run ------------------------------------------------------------------------------


def minutes(timer: str) -> int:
    hour, minute, _second = of(timer, "OnCalendar", "Timer").split()[-1].split(":")
    return int(hour) * 60 + int(minute)


def test_every_night_what_is_past_its_period_goes_before_it_is_copied():
    assert [timer.removesuffix(".timer") + ".service" for timer in TIMERS] == [
        unit for unit in SERVICES if "@" not in unit
    ]
    for timer in TIMERS:
        assert of(timer, "Persistent", "Timer") == "yes"
        assert of(timer, "WantedBy", "Install") == "timers.target"
    for nightly in ("wijkpuls-retention.timer", "wijkpuls-backup.timer"):
        assert of(nightly, "OnCalendar", "Timer").startswith("*-*-* ")
    assert of("wijkpuls-build.timer", "OnCalendar", "Timer").startswith("Mon ")
    night = [f"wijkpuls-{what}.timer" for what in ("retention", "backup", "build")]
    assert sorted(night, key=minutes) == night
    # also where all of them start at once after a night that was missed
    assert "wijkpuls-retention.service" in of("wijkpuls-backup.service", "After", "Unit")
    assert "wijkpuls-backup.service" in of("wijkpuls-build.service", "After", "Unit")
    assert "--apply" in of("wijkpuls-retention.service", "ExecStart")
    assert "--tidy" in of("wijkpuls-backup.service", "ExecStart")


# --- their commands, in a place where nothing else can be written -------------------------------

# The first arguments are the places that may be written, up to "--"; then the command.
SHUT = """
may_write=()
while [ "$1" != -- ]; do may_write+=("$1"); shift; done
shift
mount --make-rprivate /
make() { mount --bind "$2" "$2"; mount -o "remount,bind,$1" "$2"; }
for place in / "$ROOT" "$PYTHON"; do make ro "$place"; done
for place in "${may_write[@]}"; do make rw "$place"; done
cd "$ROOT"
exec setpriv --no-new-privs --inh-caps=-all --bounding-set=-all "$@"
"""


class Shut:
    """Runs what a unit runs, with its places put in a folder."""

    def __init__(self, folder: Path) -> None:
        self.temporary = folder / "tmp"
        self.etc = folder / "etc"
        self.places = {"/srv/wijkpuls": folder / "srv", "/var/backups/wijkpuls": folder / "copies"}
        for made in (self.temporary, self.etc, *self.places.values()):
            made.mkdir()

    def adapted(self, text: str) -> str:
        for old, new in {**self.places, "/etc/wijkpuls": self.etc}.items():
            text = text.replace(old, str(new))
        return text.replace("/opt/wijkpuls/.venv/bin/python", sys.executable)

    def command(self, unit: str, instance: str = "") -> list[str]:
        return self.adapted(of(unit, "ExecStart")).replace("%i", instance).split()

    def start(self, unit: str, command: list[str]) -> subprocess.Popen:
        may_write = self.adapted(of(unit, "ReadWritePaths")).split()
        environment = {
            "PATH": "/usr/bin:/bin:/usr/sbin:/sbin",
            "HOME": "/nonexistent",  # ProtectHome=yes
            "TMPDIR": str(self.temporary),  # PrivateTmp=yes
            "ROOT": str(ROOT),
            "PYTHON": sys.base_prefix,
        }
        for name, value in settings(unit, "Service"):
            if name == "Environment":
                key, _equals, text = self.adapted(value).partition("=")
                environment[key] = text
        inside = ["unshare", "--mount", "bash", "-euc", SHUT, "shut", *may_write]
        return subprocess.Popen(
            [*inside, str(self.temporary), "--", *command],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, unit: str, command: list[str]) -> tuple[int, str]:
        process = self.start(unit, command)
        said, _nothing = process.communicate(timeout=120)
        return process.returncode, said


@pytest.fixture(scope="module")
def shut(tmp_path_factory) -> Shut:
    works = ["unshare", "--mount", "mount", "--make-rprivate", "/"]
    tools = all(shutil.which(name) for name in ("unshare", "setpriv"))
    if os.geteuid() or not tools or subprocess.run(works, capture_output=True).returncode:
        pytest.skip("a place of its own for a process needs root here")
    made = Shut(tmp_path_factory.mktemp("units"))
    workspace = made.places["/srv/wijkpuls"]
    make = [sys.executable, "-m", "demo", str(workspace), "--weeks", "20"]
    subprocess.run(make, cwd=ROOT, check=True, capture_output=True)
    return made


def test_nothing_else_can_be_written_there(shut):
    [unit] = [name for name in SERVICES if "build" in name]
    for place, code in ((ROOT, 1), ("/var", 1), (shut.places["/var/backups/wijkpuls"], 1),
                        (shut.places["/srv/wijkpuls"], 0), (shut.temporary, 0)):  # fmt: skip
        assert shut.run(unit, ["touch", f"{place}/written"])[0] == code, place


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return str(probe.getsockname()[1])


@pytest.mark.parametrize(
    ("job", "says"),
    [("retention", "nog geen logboek"), ("build", "Gebouwd"), ("backup", "wijkpuls-2")],
)
def test_a_job_does_its_work(shut, job, says):
    unit = f"wijkpuls-{job}.service"
    code, said = shut.run(unit, shut.command(unit))
    assert code == 0 and says in said, said


def test_a_dashboard_serves(shut):
    (shut.etc / "secrets.toml").write_text(
        (DEPLOY / "secrets.example.toml")
        .read_text(encoding="utf-8")
        .replace('cookie_secret = ""', f'cookie_secret = "{"x" * 40}"')
        .replace('client_id = ""', 'client_id = "x"')
        .replace('client_secret = ""', 'client_secret = "x"')
    )
    shutil.copy(DEPLOY / "access.example.toml", shut.etc / "access.toml")
    port = free_port()
    unit = "wijkpuls@.service"
    process = shut.start(unit, shut.command(unit, port))
    try:
        until = time.monotonic() + START_SECONDS
        found = b""
        while not found and process.poll() is None and time.monotonic() < until:
            try:
                with urllib.request.urlopen(f"http://localhost:{port}/gezond", timeout=5) as answer:
                    found = answer.read()
            except OSError:
                time.sleep(0.2)
        assert b'"build":"ok"' in found
    finally:
        process.terminate()
        said, _nothing = process.communicate(timeout=20)
    assert all(line.startswith("{") for line in said.splitlines()), said


def test_settings_that_are_wrong_are_not_tried_again(shut):
    """It ends with the code that the unit knows, and says what to do."""
    unit = "wijkpuls@.service"
    (shut.etc / "secrets.toml").unlink(missing_ok=True)
    command = [*shut.command(unit, free_port()), "--server.address", "0.0.0.0"]
    code, said = shut.run(unit, command)
    assert str(code) == of(unit, "RestartPreventExitStatus")
    assert "Zonder aanmelding" in said
