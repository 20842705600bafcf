"""What is written down holds no name, no value and no secret."""

import json
import logging
import sys

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


def test_every_logger_writes_codes_only(caplog):
    before = logging.getLogRecordFactory()
    try:
        write_codes_only()
        try:
            raise ValueError(SECRET)
        except ValueError:
            logging.getLogger("some.library").exception("wrong: %s", SECRET)
    finally:
        logging.setLogRecordFactory(before)
    assert "Jansen" not in caplog.text
    assert json.loads(caplog.messages[-1])["fault"] == "ValueError"
