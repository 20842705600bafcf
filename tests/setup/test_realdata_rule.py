"""Where the Dutch open data are required, a test on them that is skipped is a failure."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

CONFTEST = Path(__file__).resolve().parents[1] / "conftest.py"
USES_DATA = """
import pytest

@pytest.mark.realdata
def test_it(realdata):
    assert (realdata / "here.txt").exists()
"""
SKIPS_BY_ITSELF = """
import pytest

@pytest.mark.realdata
def test_it():
    pytest.skip("not today")
"""
UNMARKED = """
def test_it(realdata):
    assert realdata
"""
OTHER = """
def test_it():
    assert True
"""


@pytest.fixture
def run(tmp_path):
    """Runs pytest on one test file, with and without data, required or not."""
    data = tmp_path / "data"
    data.mkdir()
    (data / "here.txt").touch()
    project = tmp_path / "project"
    project.mkdir()
    (project / "conftest.py").write_text(CONFTEST.read_text())
    settings = "[pytest]\nmarkers =\n  realdata: x\n  browser: x\n"
    (project / "pytest.ini").write_text(settings)

    def go(source, *arguments, with_data=False, required=False):
        (project / "test_sample.py").write_text(source)
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("WIJK", "PYTEST"))}
        if with_data:
            environment["WIJKPULS_REALDATA"] = str(data)
        if required:
            environment["WIJKPULS_REQUIRE_REALDATA"] = "1"
        command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
        done = subprocess.run(
            command, cwd=project, env=environment, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout + done.stderr

    return go


EVERYTHING = ("-m", "not browser")


def test_skipped_with_a_reason_where_there_are_no_data(run):
    code, output = run(USES_DATA, "-rs")
    assert code == 0
    assert "1 skipped" in output and "WIJKPULS_REALDATA" in output


@pytest.mark.parametrize("processes", [(), ("-n", "2")])
def test_passes_with_the_data(run, processes):
    code, output = run(USES_DATA, *EVERYTHING, *processes, with_data=True, required=True)
    assert code == 0, output
    assert "1 passed" in output


@pytest.mark.parametrize("processes", [(), ("-n", "2")])
@pytest.mark.parametrize("source", [USES_DATA, SKIPS_BY_ITSELF])
def test_a_skip_fails_where_they_are_required(run, source, processes):
    code, output = run(source, *EVERYTHING, *processes, required=True)
    assert code == 1
    assert "skipped" not in output.splitlines()[-1]


@pytest.mark.parametrize("processes", [(), ("-n", "2")])
def test_running_none_fails_where_they_are_required(run, processes):
    code, output = run(OTHER, *EVERYTHING, *processes, with_data=True, required=True)
    assert code == 1
    assert "no test on real data passed" in output


def test_a_part_of_the_tests_may_be_without(run):
    assert run(OTHER, with_data=True, required=True)[0] == 0


def test_using_the_data_without_the_mark_is_refused(run):
    code, output = run(UNMARKED, with_data=True)
    assert code == 4
    assert "marker realdata is missing" in output
