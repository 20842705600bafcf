"""Brings the English catalogue up to date with the sentences in the code.

``python -m language.extract``          write the catalogue, list what has no English yet
``python -m language.extract --check``  write nothing; exit 1 when the catalogue is behind or
incomplete
"""

import ast
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from language.catalogue import PO_PATH

ROOT = Path(__file__).resolve().parent.parent
# The rooms whose sentences a user can see.
ROOMS = (
    "language",
    "indicators",
    "geodata",
    "logbook",
    "access",
    "pipelines",
    "words",
    "briefings",
    "views",
)
# How many texts the call takes: _("...") and _.plural("one", "many", n).
ARGUMENTS = {"_": 1, "plural": 2}
# Fixed, so that the file changes only when a sentence does.
_DATE = datetime(2026, 11, 20, 12, tzinfo=UTC)

MsgId = str | tuple[str, ...] | list[str]


def sources(root: Path = ROOT) -> list[Path]:
    """Python files that may hold sentences, in a fixed order."""
    files = [root / "dashboard.py"]
    for room in ROOMS:
        files += sorted((root / room).rglob("*.py"))
    return [path for path in files if path.is_file()]


def messages_in(path: Path) -> Iterator[MsgId]:
    """Each sentence in one file: the msgid, or singular and plural together.

    The syntax tree is walked by ourselves because Babel's reader works on tokens and misses a
    sentence in
    a call inside a call inside ``_(...)``.
    """
    for node in ast.walk(ast.parse(path.read_bytes())):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        texts = tuple(
            argument.value
            for argument in node.args[: ARGUMENTS.get(name, 0)]
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
        )
        if texts and len(texts) == ARGUMENTS[name]:
            yield texts[0] if len(texts) == 1 else texts


def catalogue_from(root: Path = ROOT) -> Catalog:
    """A fresh catalogue of every sentence in the code, with the places where each is used."""
    found = Catalog(
        locale="en",
        project="Wijkpuls",
        version="1",
        msgid_bugs_address="-",
        last_translator="-",
        language_team="English",
        creation_date=_DATE,
        revision_date=_DATE,
        charset="utf-8",
        fuzzy=False,
        header_comment="# English texts of Wijkpuls. The msgid is the Dutch sentence in the code.",
    )
    for path in sources(root):
        where = path.relative_to(root).as_posix()
        for message in messages_in(path):
            # No line numbers: they would change this file at every edit elsewhere.
            found.add(message, locations=[(where, None)])  # type: ignore[list-item]
    return found


def updated(found: Catalog, old: Catalog) -> Catalog:
    """``found`` with the translations of ``old``; nothing is guessed from a sentence that looks
    alike.
    """
    for message in found:
        if not message.id:
            continue
        before = old.get(message.id if isinstance(message.id, str) else message.id[0])
        if before is not None and isinstance(before.string, str) == isinstance(message.id, str):
            message.string = before.string
    return found


def missing(catalogue: Catalog) -> list[str]:
    """Sentences without English, or with other ``{placeholders}`` than the Dutch ones."""
    return [_singular(message.id) for message in catalogue if message.id and not _is_done(message)]


def _is_done(message: object) -> bool:
    msgid, string = message.id, message.string  # type: ignore[attr-defined]
    texts = (string,) if isinstance(string, str) else tuple(string or ())
    ids = (msgid,) if isinstance(msgid, str) else tuple(msgid)
    if len(texts) != len(ids) or not all(texts):
        return False
    return all(_placeholders(a) == _placeholders(b) for a, b in zip(ids, texts, strict=True))


def _singular(msgid: MsgId) -> str:
    return msgid if isinstance(msgid, str) else msgid[0]


def _placeholders(text: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", text))


def main(arguments: list[str]) -> int:
    """Update or check; the number of missing translations is printed."""
    old = Catalog(locale="en")
    if PO_PATH.exists():
        with PO_PATH.open("rb") as stream:
            old = read_po(stream, locale="en", abort_invalid=True)
    new = updated(catalogue_from(), old)
    without = missing(new)
    if "--check" in arguments:
        behind = {_singular(m.id) for m in new} ^ {_singular(m.id) for m in old}
        for msgid in sorted(behind):
            print(f"catalogue differs from the code: {msgid}")
        for msgid in without:
            print(f"no English: {msgid}")
        return 1 if behind or without else 0
    PO_PATH.parent.mkdir(parents=True, exist_ok=True)
    with PO_PATH.open("wb") as stream:
        write_po(stream, new, width=100, sort_output=True, ignore_obsolete=True, omit_header=False)
    for msgid in without:
        print(f"no English: {msgid}")
    print(f"{len(new)} sentences, {len(without)} without English")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
