"""What is written down holds no name, no value and no secret."""

import gc
import json
import logging
import sys
import threading
import warnings

import pytest

from views.log_lines import codes_only, write_codes_only

SECRET = "Jan Jansen 0612345678"


def line(name="streamlit.web", msg="A fixed text", args=(), fault=None) -> dict:
    info = None
    if fault is not None:
        try:
            raise fault
        except type(fault):
            info = sys.exc_info()
    record = logging.LogRecord(name, logging.ERROR, "some/file.py", 12, msg, args, info)
    return json.loads(codes_only(record))


@pytest.mark.parametrize(
    "given",
    [
        {"msg": "Error during authentication: %s", "args": (SECRET,)},
        {"msg": f"put together: {SECRET}"},
        {"msg": "A fixed text", "fault": ValueError(SECRET)},
        {"name": "wijkpuls", "msg": "a screen could not be drawn", "fault": KeyError(SECRET)},
    ],
)
def test_no_value_is_written_down(given):
    assert "Jansen" not in json.dumps(line(**given))
    assert "0612345678" not in json.dumps(line(**given))


def test_a_line_says_what_happened_and_where():
    found = line("wijkpuls", "a screen could not be drawn", (), KeyError(SECRET))
    assert found["event"] == "a screen could not be drawn"
    assert found["fault"] == "KeyError"
    assert found["places"][-1].startswith("test_log_lines.py:")
    assert found["level"] == "error" and found["at"].endswith("+00:00")
    assert line(msg="put together")["event"] == "file.py:12"


@pytest.fixture
def written(monkeypatch, caplog):
    """The lines of a process that writes codes only; afterwards it is as it was."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    before = logging.getLogRecordFactory()
    write_codes_only()
    yield caplog
    logging.captureWarnings(False)
    logging.setLogRecordFactory(before)


def fails_with_a_name() -> None:
    raise ValueError(SECRET)


class FailsWhenItGoes:
    def __del__(self) -> None:
        fails_with_a_name()


def test_every_logger_writes_codes_only(written):
    try:
        fails_with_a_name()
    except ValueError:
        logging.getLogger("some.library").exception("wrong: %s", SECRET)
    assert "Jansen" not in written.text
    assert json.loads(written.messages[-1])["fault"] == "ValueError"


def in_a_thread() -> None:
    thread = threading.Thread(target=fails_with_a_name)
    thread.start()
    thread.join()


def at_the_end() -> None:
    try:
        fails_with_a_name()
    except ValueError:
        sys.excepthook(*sys.exc_info())


@pytest.mark.parametrize(
    ("does", "fault"),
    [
        (in_a_thread, "ValueError"),
        (at_the_end, "ValueError"),
        (lambda: FailsWhenItGoes() and None, "ValueError"),
        (lambda: warnings.warn(SECRET, stacklevel=1), None),
    ],
)
def test_what_nobody_caught_and_a_warning_are_codes_too(written, capfd, does, fault):
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(False)
        logging.captureWarnings(True)
        does()
    gc.collect()
    assert "Jansen" not in written.text + "".join(capfd.readouterr())
    assert json.loads(written.messages[-1]).get("fault") == fault
