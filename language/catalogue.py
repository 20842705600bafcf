"""Reads the English catalogue (a .po file) with Babel."""

from functools import cache
from pathlib import Path
from typing import Literal

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

Lang = Literal["nl", "en"]
LANGUAGES: tuple[Lang, ...] = ("nl", "en")

PO_PATH = Path(__file__).parent / "locale" / "en" / "LC_MESSAGES" / "wijkpuls.po"


def read_catalogue(path: Path = PO_PATH) -> Catalog:
    """The .po file as a Babel catalogue; a broken file raises, it is never half read."""
    with path.open("rb") as stream:
        return read_po(stream, locale="en", abort_invalid=True)


@cache
def english() -> dict[str, tuple[str, ...]]:
    """Dutch msgid -> English: (text,) or (singular, plural). Untranslated ones are left out."""
    forms: dict[str, tuple[str, ...]] = {}
    for message in read_catalogue():
        if not message.id:
            continue  # the header
        msgid = message.id if isinstance(message.id, str) else message.id[0]
        strings = (message.string,) if isinstance(message.string, str) else message.string
        if strings and all(strings):
            forms[msgid] = tuple(strings)
    return forms
