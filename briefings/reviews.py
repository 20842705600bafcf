"""A public briefing is made only after a person has looked at it; which role did so is kept.

WORKSPACE/briefings/openbaar.csv gets a line per public file: when, by whom, of what, and the
checksum of the file, so that a file that goes round can be recognised.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import re
from pathlib import Path

from briefings.model import Level
from briefings.reading import Request
from pipelines.faults import NothingToBuildError
from privacy import check_note

RECORD = Path("briefings") / "openbaar.csv"
_COLUMNS = ("moment_utc", "reviewed_by", "build_id", "week", "wijken", "format", "sha256")
# A role in words, such as "beleidsadviseur samenleven"; no digits, addresses or sentences.
_ROLE = re.compile(r"[^\W\d_][^\W\d_ \-]*(?:[ \-/][^\W\d_]+){0,5}")
_LONGEST_ROLE = 60


def check_reviewer(level: Level, reviewed_by: str | None) -> str | None:
    """The role that reviewed, tidied; None for levels that need no review.

    Raises NothingToBuildError when a public briefing has no reviewer, or one that is no role.
    """
    role = tidied(reviewed_by or "")
    if level != "openbaar":
        return None
    if not role:
        raise NothingToBuildError(
            "Een openbare briefing maakt u pas nadat iemand haar heeft nagekeken. Bekijk eerst het "
            "voorbeeld en geef dan de functie van wie nakeek: --reviewed-by 'beleidsadviseur'.",
            "A public briefing is made only after somebody has reviewed it. Look at the preview "
            "first, then give the role of the reviewer: --reviewed-by 'policy adviser'.",
        )
    if not is_role(role):
        raise NothingToBuildError(
            "Geef bij --reviewed-by een functie in een paar woorden, geen naam, nummer of adres. "
            "Bijvoorbeeld: beleidsadviseur samenleven.",
            "Give a role in a few words for --reviewed-by, no name, number or address. For "
            "example: policy adviser.",
        )
    return role


def tidied(text: str) -> str:
    """A role as typed, without needless spaces."""
    return " ".join(text.split())


def is_role(text: str) -> bool:
    """Whether a text can be a role: a few words, no name, digits or address."""
    is_short = len(text) <= _LONGEST_ROLE and _ROLE.fullmatch(text) is not None
    return is_short and not check_note(text)


def record_review(
    workspace: Path, build_id: str, request: Request, format: str, content: bytes
) -> None:
    """Add the line of one public file; nothing for the other levels."""
    if request.level != "openbaar":
        return
    path = workspace / RECORD
    path.parent.mkdir(exist_ok=True)
    is_new = not path.exists()
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        if is_new:
            writer.writerow(_COLUMNS)
        writer.writerow(
            (
                dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
                request.reviewed_by,
                build_id,
                request.week_start.strftime("%G-W%V"),
                " ".join(request.wijken),
                format,
                hashlib.sha256(content).hexdigest(),
            )
        )
