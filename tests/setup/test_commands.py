"""The commands, each in a folder of its own, with stand-ins for what is slow or changes things."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = (
    *("bash", "env", "dirname", "realpath", "cat", "rm", "cp", "mv"),
    *("cut", "sort", "find", "xargs"),
    *("sha256sum", "flock", "grep", "mkdir", "touch"),
)


class Machine:
    """A folder with the commands, and a PATH that holds only the tools given to it."""

    def __init__(self, folder: Path) -> None:
        self.bin = folder / "bin"
        self.project = folder / "project"
        self.calls_file = folder / "calls"
        self.bin.mkdir()
        self.project.mkdir()
        for tool in TOOLS:
            found = shutil.which(tool)
            if found:
                (self.bin / tool).symlink_to(found)

    def copy(self, *names: str) -> None:
        """Put files of the repository into the project."""
        for name in names:
            target = self.project / name
            target.parent.mkdir(exist_ok=True)
            shutil.copy(ROOT / name, target)

    def script(self, path: Path, body: str) -> None:
        """A stand-in that writes down its call and then does ``body``."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        path.write_text(f'#!/usr/bin/env bash\necho "{path.name} $*" >> "$CALLS"\n{body}\n')
        path.chmod(0o755)

    def tool(self, name: str, body: str = "") -> None:
        """A stand-in on the PATH."""
        self.script(self.bin / name, body)

    def run(self, command: str, *arguments: str, **variables: str) -> subprocess.CompletedProcess:
        """Run a command of the project, without a terminal or anything to read."""
        environment = {"PATH": str(self.bin), "CALLS": str(self.calls_file), **variables}
        self.calls_file.write_text("")
        return subprocess.run(
            [str(self.project / command), *arguments],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
        )

    def calls(self) -> list[str]:
        """The stand-ins that the last command called, in order."""
        return [line.rstrip() for line in self.calls_file.read_text().splitlines()]


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path)


def without_venv(machine: Machine) -> None:
    """Python as Debian ships it: no environments until python3-venv is there."""
    real = f'exec "{sys.executable}" "$@"'
    check = f'case "$2" in *ensurepip*) [ -e "{machine.bin}/has-venv" ] || exit 1 ;; esac'
    machine.tool("python3", f"{check}\n{real}")


# --- setup.sh -----------------------------------------------------------------------------------


@pytest.fixture
def setup(machine):
    """A project with nothing to install, so that only the steps around it take time."""
    machine.copy("setup.sh")
    (machine.project / "requirements.lock").write_text("# nothing\n")
    (machine.project / "requirements-dev.lock").write_text("# nothing\n")
    return machine


def test_the_environment_is_made_once_and_again_after_a_change_or_a_move(setup):
    setup.tool("python3", f'exec "{sys.executable}" "$@"')
    first = setup.run("setup.sh")
    assert first.returncode == 0, first.stderr
    assert (setup.project / ".venv/bin/python").exists()

    assert setup.run("setup.sh").stderr == ""  # nothing made, nothing installed

    (setup.project / "requirements.lock").write_text("# still nothing\n")
    assert "requirements.lock" in setup.run("setup.sh").stderr

    dev = setup.run("setup.sh", "dev").stderr
    assert "requirements-dev.lock" in dev and "requirements.lock" not in dev

    moved = setup.project.with_name("elsewhere")
    setup.project.rename(moved)
    setup.project = moved
    again = setup.run("setup.sh")
    assert again.returncode == 0, again.stderr
    assert ".venv" in again.stderr
    assert str(moved / ".venv") in (moved / ".venv/bin/activate").read_text()


def test_a_failed_install_is_tried_again(setup):
    setup.tool("python3", f'exec "{sys.executable}" "$@"')
    (setup.project / "requirements.lock").write_text("./not-there\n")
    failed = setup.run("setup.sh")
    assert failed.returncode == 1
    assert "Gestopt / stopped" in failed.stderr
    assert not (setup.project / ".venv/installed-requirements.lock").exists()
    (setup.project / "requirements.lock").write_text("# nothing\n")
    assert setup.run("setup.sh").returncode == 0


def test_root_gets_the_missing_part_of_python(setup):
    without_venv(setup)
    setup.tool("id", "echo 0")
    setup.tool("apt-get", f'[ "$1" = update ] || touch "{setup.bin}/has-venv"')
    done = setup.run("setup.sh")
    assert done.returncode == 0, done.stderr
    installs = [call for call in setup.calls() if call.startswith("apt-get")]
    assert installs[0].startswith("apt-get update")
    assert installs[1].startswith("apt-get install") and installs[1].endswith("python3-venv")


def test_another_user_gets_it_through_sudo_without_waiting_for_a_password(setup):
    without_venv(setup)
    setup.tool("id", "echo 1000")
    setup.tool("sudo", 'shift; exec "$@"')
    setup.tool("apt-get", f'[ "$1" = update ] || touch "{setup.bin}/has-venv"')
    assert setup.run("setup.sh").returncode == 0
    assert [call for call in setup.calls() if call.startswith("sudo")][0].startswith("sudo -n ")


def test_without_rights_it_says_what_to_ask_for(setup):
    without_venv(setup)
    setup.tool("id", "echo 1000")
    setup.tool("apt-get")
    stopped = setup.run("setup.sh")
    assert stopped.returncode == 1
    assert "vraag een beheerder om: apt-get install python3-venv" in stopped.stderr
    assert "ask an administrator to run: apt-get install python3-venv" in stopped.stderr
    assert not any(call.startswith("apt-get") for call in setup.calls())


@pytest.mark.parametrize("old_python", [True, False])
def test_without_a_recent_python_it_says_so(setup, old_python):
    if old_python:
        setup.tool("python3", "exit 1")  # every question about its version is answered no
    stopped = setup.run("setup.sh")
    assert stopped.returncode == 1
    assert "Python 3.11" in stopped.stderr


# --- start.sh -----------------------------------------------------------------------------------


@pytest.fixture
def start(machine):
    """A project whose Python writes down what it is asked and makes the files that prove it."""
    machine.copy("start.sh")
    machine.script(machine.project / "setup.sh", "")
    machine.script(
        machine.project / ".venv/bin/python",
        """case "$2 ${3:-}" in
            "demo "*) [ -z "${DEMO_FAILS:-}" ] || exit 1; mkdir -p "$3"; touch "$3/gemeente.yaml" ;;
            "pipelines run") [ -z "${BUILD_FAILS:-}" ] || exit 1
                mkdir -p "$4/warehouse"; echo b1 > "$4/warehouse/current" ;;
            "streamlit run") exit 7 ;;
        esac""",
    )
    for room in ("demo", "pipelines", "indicators", "geodata", "logbook", "privacy"):
        (machine.project / room).mkdir()
        (machine.project / room / "code.py").write_text("a = 1\n")
    (machine.project / "requirements.lock").write_text("# nothing\n")
    return machine


SERVE = "python -m streamlit run dashboard.py"
FIRST_TIME = [
    "setup.sh runtime",
    "python -m demo workspace-fictief.part",
    "python -m pipelines run workspace-fictief",
]


def test_the_first_start_makes_the_fictional_gemeente_and_the_second_does_not(start):
    first = start.run("start.sh", "--server.port", "8600")
    assert first.returncode == 7  # what the server ended with is passed on
    assert start.calls() == [*FIRST_TIME, f"{SERVE} --server.port 8600"]
    start.run("start.sh")
    assert start.calls() == ["setup.sh runtime", SERVE]


@pytest.mark.parametrize(
    ("options", "port"),
    [((), "8501"), (("--server.port", "8600"), "8600"), (("--x", "--server.port=8700"), "8700")],
)
def test_it_says_where_the_dashboard_is(start, options, port):
    assert f"http://localhost:{port}\n" in start.run("start.sh", *options).stderr


def test_new_code_rebuilds_the_fictional_gemeente(start):
    start.run("start.sh")
    (start.project / "indicators/code.py").write_text("a = 2\n")
    start.run("start.sh")
    assert start.calls() == ["setup.sh runtime", "python -m pipelines run workspace-fictief", SERVE]
    logbook = start.project / "workspace-fictief/logbook/logbook.sqlite"
    logbook.parent.mkdir()
    logbook.write_text("what people wrote")
    (start.project / "demo/code.py").write_text("a = 2\n")
    start.run("start.sh")
    assert start.calls() == [*FIRST_TIME, SERVE]
    assert logbook.read_text() == "what people wrote"


def test_an_interrupted_build_is_done_again(start):
    assert start.run("start.sh", BUILD_FAILS="1").returncode == 1
    start.run("start.sh")
    assert start.calls() == ["setup.sh runtime", "python -m pipelines run workspace-fictief", SERVE]


def test_an_interrupted_first_start_leaves_nothing_half_made(start):
    assert start.run("start.sh", DEMO_FAILS="1").returncode == 1
    assert not (start.project / "workspace-fictief").exists()
    start.run("start.sh")
    assert start.calls() == [*FIRST_TIME, SERVE]


def test_an_own_workspace_is_built_when_it_has_no_build(start, tmp_path):
    own = tmp_path / "eigen map"
    own.mkdir()
    start.run("start.sh", WIJKPULS_WORKSPACE=str(own))
    assert start.calls() == ["setup.sh runtime", f"python -m pipelines run {own}", SERVE]
    start.run("start.sh", WIJKPULS_WORKSPACE=str(own))
    assert start.calls() == ["setup.sh runtime", SERVE]
    assert not (start.project / "workspace-fictief").exists()


def test_a_workspace_that_is_not_there_stops_the_start(start):
    stopped = start.run("start.sh", WIJKPULS_WORKSPACE="/nowhere/at/all")
    assert stopped.returncode == 2
    assert "/nowhere/at/all" in stopped.stderr
    assert start.calls() == ["setup.sh runtime"]


# --- test.sh and .ci/run ------------------------------------------------------------------------


@pytest.fixture
def checks(machine):
    """A project whose Python succeeds at everything but what FAILS names."""
    machine.copy("test.sh", ".ci/run")
    for program in ("initdb", "node", "npm", "caddy"):
        machine.tool(program)
    machine.script(machine.project / "setup.sh", "")
    machine.script(
        machine.project / ".venv/bin/python",
        f"""case "$*" in
            *"${{FAILS:-nothing}}"*) exit 1 ;;
            *playwright*) [ -z "${{BARE:-}}" ] || [ -e "{machine.bin}/libatomic1" ] || exit 127 ;;
        esac""",
    )
    return machine


PREPARED = ["setup.sh dev", "python -m playwright --version"]
ALL_CHECKS = [
    "python -m ruff check .",
    "python -m mypy",
    "python -m pip_audit --disable-pip --require-hashes -r requirements.lock"
    " --progress-spinner off",
    "python -m pytest -n 2 --dist loadfile -m not browser",
    "python -m pytest -m browser",
]


@pytest.mark.parametrize("fails", ["ruff", "mypy", "pip_audit", "not browser", "pytest -m browser"])
def test_one_failure_fails_the_whole_but_stops_nothing(checks, fails):
    checks.tool("chromium")
    result = checks.run("test.sh", FAILS=fails)
    assert result.returncode == 1
    assert checks.calls() == [*PREPARED, *ALL_CHECKS]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("x 1.0 could not be audited", 0),
        ("requests.exceptions.ConnectionError: Max retries exceeded", 1),
    ],
)
def test_a_list_of_weaknesses_that_does_not_answer_is_said_and_fails_nothing(checks, said, code):
    checks.tool("chromium")
    checks.script(
        checks.project / ".venv/bin/python",
        f'case "$*" in *pip_audit*) echo "{said}"; exit {code} ;; esac',
    )
    result = checks.run("test.sh")
    assert result.returncode == 0
    assert "NOT CHECKED" in result.stderr


def test_all_good_is_good(checks):
    checks.tool("chromium")
    assert checks.run("test.sh").returncode == 0


def test_arguments_go_to_pytest_and_nothing_else_runs(checks):
    checks.tool("chromium")
    assert checks.run("test.sh", "-k", "map", FAILS="map").returncode == 1
    assert checks.calls() == [*PREPARED, "python -m pytest -k map"]


def makes_what_it_installs(checks) -> str:
    """What a stand-in for apt-get does: each package it is asked for becomes a file on the PATH."""
    make = f'printf "#!/usr/bin/env bash\\n" > "{checks.bin}/$p"; chmod 755 "{checks.bin}/$p"'
    return (
        f'[ "$1" = update ] || for p in "$@"; do case "$p" in chromium|lib*) {make} ;; esac; done'
    )


@pytest.mark.parametrize(
    ("bare", "has_browser", "expected"),
    [("1", False, "chromium libatomic1"), ("", False, "chromium"), ("1", True, "libatomic1")],
)
def test_what_the_browser_tests_miss_is_installed(checks, bare, has_browser, expected):
    (checks.bin / "chmod").symlink_to(shutil.which("chmod"))
    checks.tool("id", "echo 0")
    checks.tool("apt-get", makes_what_it_installs(checks))
    if has_browser:
        checks.tool("chromium")
    result = checks.run("test.sh", BARE=bare)
    assert result.returncode == 0, result.stderr
    apt = [call for call in checks.calls() if call.startswith("apt-get")]
    assert apt[0].startswith("apt-get update")
    assert apt[1].endswith(f"--no-install-recommends {expected}")


@pytest.mark.skipif(
    any(Path("/usr/lib/postgresql").glob("*/bin/initdb")), reason="this machine has a server"
)
def test_a_server_for_the_logbook_is_installed(checks):
    (checks.bin / "initdb").unlink()
    checks.tool("chromium")
    checks.tool("id", "echo 0")
    checks.tool("apt-get", makes_what_it_installs(checks))
    checks.run("test.sh")
    apt = [call for call in checks.calls() if call.startswith("apt-get")]
    assert apt[1].endswith("--no-install-recommends postgresql")


def test_the_door_is_installed_where_there_is_one(checks):
    (checks.bin / "caddy").unlink()
    checks.tool("chromium")
    checks.tool("id", "echo 0")
    checks.tool("apt-get")
    checks.tool("systemctl")
    assert checks.run("test.sh").returncode == 0
    asked = [call for call in checks.calls() if call.startswith("apt-get install")]
    assert [call.split()[-1] for call in asked] == ["caddy"]
    has_services = Path("/run/systemd/system").is_dir()
    assert ("systemctl disable --quiet --now caddy" in checks.calls()) == has_services


def test_without_a_door_the_other_tests_run(checks):
    (checks.bin / "caddy").unlink()
    checks.tool("chromium")
    checks.tool("id", "echo 0")
    checks.tool("apt-get", '[ "$1" = update ] || exit 100')
    result = checks.run("test.sh")
    assert result.returncode == 0
    assert "the tests of hosting are skipped" in result.stderr
    assert checks.calls()[-len(ALL_CHECKS) :] == ALL_CHECKS


def test_no_browser_and_no_way_to_get_one_stops(checks):
    checks.tool("id", "echo 0")
    checks.tool("apt-get", "exit 100")
    result = checks.run("test.sh")
    assert result.returncode == 1
    assert "apt-get install chromium" in result.stderr


def test_the_build_server_requires_the_real_data_only_where_they_are(checks):
    show = 'echo "data=${WIJKPULS_REALDATA:-} required=${WIJKPULS_REQUIRE_REALDATA:-}"; exit 3'
    checks.script(checks.project / "test.sh", show)
    without = checks.run(".ci/run")
    assert (without.returncode, without.stdout) == (3, "data= required=\n")
    data = checks.project.parent / "shared" / "data"
    data.mkdir(parents=True)
    assert checks.run(".ci/run").stdout == f"data={data} required=1\n"
    assert checks.calls() == ["test.sh"]  # no arguments: everything


def test_it_can_be_started_from_any_folder(start):
    environment = {"PATH": str(start.bin), "CALLS": str(start.calls_file)}
    subprocess.run([str(start.project / "start.sh")], env=environment, cwd=os.sep, check=False)
    assert (start.project / "workspace-fictief/warehouse/current").exists()
