"""A note as words with their place, their spelling and what they are part of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from privacy.words import names, plain, words

WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
SENTENCE_END = '.!?:;\n•("“'
# Words that may stand before the name of a street or square.
BEFORE_A_PLACE = frozenset(
    [
        "op",
        "in",
        "aan",
        "bij",
        "de",
        "het",
        "langs",
        "rond",
        "nabij",
        "achter",
        "voor",
        "naar",
        "van",
        "tussen",
        "en",
        "hoek",
        "om",
        "rondom",
        "over",
        "door",
        "the",
        "at",
        "on",
        "near",
    ]
)
LONGEST_PLACE_NAME = 4


@dataclass(frozen=True)
class Token:
    """One word. `plain`: small letters without accents. `opens`: first of a sentence. `is_place`:
    part of the name of a street, building or wijk.
    """

    word: str
    plain: str
    start: int
    end: int
    opens: bool
    is_place: bool = False

    @property
    def has_capital(self) -> bool:
        """Whether it begins with one; a word in capitals throughout is no name but a shout or an
        abbreviation.
        """
        return self.word[0].isupper() and not (len(self.word) > 1 and self.word.isupper())

    @property
    def stem(self) -> str:
        """Without the s of possession: ahmed's, ahmeds."""
        for ending in ("'s", "’s"):
            if self.plain.endswith(ending):
                return self.plain.removesuffix(ending)
        return self.plain

    def as_place(self) -> Self:
        return type(self)(self.word, self.plain, self.start, self.end, self.opens, True)


def tokens_of(text: str, places: Iterable[str] = ()) -> list[Token]:
    """The words of a text; names of places are marked. `places`: names of wijken and the like."""
    found = []
    for match in WORD.finditer(text):
        before = text[: match.start()].rstrip()
        found.append(
            Token(
                match[0],
                plain(match[0]),
                *match.span(),
                opens=not before or before[-1] in SENTENCE_END,
            )
        )
    known = {word for place in places for word in WORD.findall(plain(place))} | set(names().places)
    in_place = {
        index
        for end, token in enumerate(found)
        if _ends_a_place(token, found[end - 1] if end else None)
        for index in range(_start_of_place(found, end), end + 1)
    }
    return [
        token.as_place()
        if index in in_place or (token.has_capital and token.plain in known)
        else token
        for index, token in enumerate(found)
    ]


def _ends_a_place(token: Token, before: Token | None) -> bool:
    """Kerkstraat, Molenwijk, Frankschool, Lange Dreef; not `Straat` alone."""
    if not token.has_capital:
        return False
    endings = words().name_place_endings
    if token.plain in endings:
        return before is not None and before.has_capital
    return token.plain.endswith(endings)


def _start_of_place(found: list[Token], end: int) -> int:
    """Where the name of a street begins that ends here: Jan van Galenstraat, Anne Frankplein."""
    start = end
    for index in range(end - 1, max(-1, end - LONGEST_PLACE_NAME), -1):
        if not (found[index].has_capital or found[index].plain in words().particles):
            break
        if found[index].has_capital:
            start = index
    follows_on = start > 0 and found[start - 1].plain in BEFORE_A_PLACE
    return start if follows_on or found[start].opens else end
