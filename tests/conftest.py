"""What all tests share: the Dutch open data, and how hypothesis searches."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# On a build server the same examples every time and no time limit per example: a slow moment of the
# machine is not a fault of the code. Elsewhere new examples each run.
# HYPOTHESIS_PROFILE=thorough searches longer.
settings.register_profile(
    "ci",
    deadline=None,
    max_examples=50,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("dev", deadline=None, max_examples=50)
settings.register_profile("thorough", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "dev"))

REALDATA = "WIJKPULS_REALDATA"
# Set where the data are known to be there, so that a skipped test on them cannot pass unseen.
REQUIRED = "WIJKPULS_REQUIRE_REALDATA"


def _required() -> bool:
    return os.environ.get(REQUIRED) == "1"


@pytest.fixture(scope="session")
def realdata() -> Path:
    """The folder with Dutch open data. Tests that use it carry ``@pytest.mark.realdata``."""
    value = os.environ.get(REALDATA, "")
    folder = Path(value)
    if not value or not folder.is_dir():
        reason = f"{REALDATA} names no folder with Dutch open data"
        if _required():
            pytest.fail(f"{reason}, although {REQUIRED}=1")
        pytest.skip(reason)
    return folder.resolve()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Where the real data are required, a skipped test on them is a failed one."""
    report = yield
    if report.skipped and _required() and item.get_closest_marker("realdata"):
        report.outcome = "failed"
        report.longrepr = f"skipped, although {REQUIRED}=1: {report.longrepr}"
    return report


def pytest_collection_modifyitems(config, items):
    """Using the real data and being marked for it go together, or the rule above has a hole."""
    unmarked = [
        item.nodeid
        for item in items
        if "realdata" in getattr(item, "fixturenames", ())
        and not item.get_closest_marker("realdata")
    ]
    if unmarked:
        raise pytest.UsageError("marker realdata is missing on: " + ", ".join(unmarked))


def pytest_sessionfinish(session, exitstatus):
    """Where the real data are required, a run of everything must have run tests on them."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    chosen = session.config.option
    everything = chosen.markexpr == "not browser" and not chosen.keyword
    if not (_required() and everything and reporter):
        return  # a part of the tests, or a worker process that only sees its own share
    ran = [r for r in reporter.stats.get("passed", []) if "realdata" in r.keywords]
    if not ran and exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        reporter.write_line(f"no test on real data passed, although {REQUIRED}=1", red=True)
