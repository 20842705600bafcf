"""What this server writes down about itself: one JSON object per line, codes only.

A message may hold what a person typed or a file delivered, and a traceback may hold a value. So a
line has the place in the code and the kind of fault, and a message only where it is a fixed text of
this product.
"""

import json
import logging
import sys
import threading
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

# The logger whose messages are fixed texts.
_OURS = "wijkpuls"


def codes_only(record: logging.LogRecord) -> str:
    """at, level, logger, event, and for a fault its kind and place."""
    line: dict[str, object] = {
        "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "logger": record.name,
        # a message that was put together already may hold anything; then where it came from
        "event": str(record.msg) if record.name == _OURS else _place(record),
    }
    fault = record.exc_info[1] if record.exc_info else None
    if fault is not None:
        line["fault"] = type(fault).__name__
        line["places"] = [
            f"{Path(step.filename).name}:{step.lineno}"
            for step in traceback.extract_tb(fault.__traceback__)[-5:]
        ]
    return json.dumps(line, ensure_ascii=False)


def _place(record: logging.LogRecord) -> str:
    return f"{Path(record.pathname).name}:{record.lineno}"


def write_codes_only() -> None:
    """From now on every line of this process is such a line, whoever writes it and wherever to."""
    usual = logging.getLogRecordFactory()

    def factory(*args: object, **kwargs: object) -> logging.LogRecord:
        record = usual(*args, **kwargs)
        record.msg, record.args = codes_only(record), None
        record.exc_info = record.exc_text = record.stack_info = None
        return record

    logging.setLogRecordFactory(factory)
    # What would otherwise go to the same place with its values: warnings, and faults nobody caught.
    logging.captureWarnings(True)
    sys.excepthook = _write_uncaught
    threading.excepthook = _write_uncaught_in_a_thread
    sys.unraisablehook = _write_unraisable


def _write_uncaught(
    kind: type[BaseException], fault: BaseException, trace: TracebackType | None
) -> None:
    logging.getLogger(_OURS).critical("nothing caught this fault", exc_info=(kind, fault, trace))


def _write_uncaught_in_a_thread(what: threading.ExceptHookArgs) -> None:
    if what.exc_value is not None:
        _write_uncaught(what.exc_type, what.exc_value, what.exc_traceback)


def _write_unraisable(what: "sys.UnraisableHookArgs") -> None:
    if what.exc_value is not None:
        _write_uncaught(what.exc_type, what.exc_value, what.exc_traceback)
