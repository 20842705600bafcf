"""The guard for a short note in Dutch or English: no names, no contact data, no description of one
person, no named group, no home address.

It finds what can be known from words and their order; it cannot know every name. That is why a note
is short, optional, and its screen asks for what was seen rather than who. Limits: docs/privacy.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from privacy.finding import Finding, without_overlap
from privacy.tokens import Token, tokens_of
from privacy.values import find_values
from privacy.words import groups_pattern, names, plain, words

NOTE_LENGTH = 280  # characters
NEAR_WORDS = 5  # how far a description may stand from the person it describes
INITIALS = re.compile(
    r"(?<![\w.])(?:[A-Z]\.[ ]?){1,4}(?:(?:van|de|der|den|ter|ten|te|el|al)[ ])*[A-Z][a-zà-ÿ]{2,}"
    r"|(?<![\w.])(?!(?:B\.V|N\.V|U\.S)\.)[A-Z]\.[ ]?[A-Z]\.(?![\w])"
)
INITIAL_AFTER_PERSON = re.compile(
    r"\b(?:jongen|meisje|man|vrouw|leerling|kind|boy|girl)[ ][A-Z]\b\.?(?![\w'’])"
)
AGE = re.compile(
    r"\b\d{1,2}[- ]?jarige?\b(?!n)|\b\d{1,2}[- ]years?[- ]old\b|\baged? \d{1,2}\b"
    r"|\(\s?\d{1,2}\s?(?:jaar|jr\.?|j)?\s?\)"
)
OF_AGE = re.compile(
    r"\b(?:van|,|is|was|rond de|ongeveer|around)\s*(?:ongeveer |rond de |plm\. )?"
    r"\d{1,2}\s?(?:jaar|jr)\b"
)
HOUSE_NUMBER = re.compile(
    r"(?i)\b(?:huisnummers?|huisnr|nummers?|nr|number|flatnummer|appartement|kamer|portiek)\.?\s?"
    r"[1-9]\d{0,3}\s?[a-z]?\b(?![ .-]?\d)"
)
HOME = re.compile(
    r"(?i)\b(?:(?:een|twee|drie|vier|1|2|3|4)[ -]?hoog|hoekhuis|hoekwoning"
    r"|woont (?:op|naast|boven|onder|tegenover) "
    r"(?:nummer|de (?!wijk|buurt)|het (?:hoekhuis|huis)))\b"
)


def check_note(text: str, places: Iterable[str] = ()) -> tuple[Finding, ...]:
    """Everything in a note that may not be stored, in the order of the text; empty when it may.

    `places`: names of wijken and buurten, which are no names of persons.
    """
    visible = _visible(text)
    tokens = tokens_of(visible, places)
    findings = [
        *find_values(visible),
        *_names(visible, tokens),
        *_persons(visible, tokens),
        *_groups(tokens),
        *_addresses(visible, tokens),
    ]
    if len(text) > NOTE_LENGTH:
        findings.append(Finding(NOTE_LENGTH, len(text), "too_long"))
    return without_overlap(findings)


def _visible(text: str) -> str:
    """The same text with blanks for characters that nobody sees, so that places stay the same."""
    return "".join(
        character if character.isprintable() or character == "\n" else " " for character in text
    )


def _names(text: str, tokens: list[Token]) -> Iterator[Finding]:
    lists, known = words(), names()
    for match in (*INITIALS.finditer(text), *INITIAL_AFTER_PERSON.finditer(text)):
        yield Finding(*match.span(), "name")
    for index, token in enumerate(tokens):
        after = tokens[index + 1] if index + 1 < len(tokens) else None
        end = _end_of_name(tokens, index)
        if token.is_place or not token.word[0].isalpha():
            continue
        if after and token.plain in lists.titles_of_persons:
            article = index > 0 and tokens[index - 1].plain in ("de", "een")
            # "heer" alone is a word too; "meneer de Vries" and "meneer jansen" are names
            if _is_name_after_title(tokens, index) and (token.plain != "heer" or article):
                yield Finding(token.start, _end_of_name(tokens, index + 1), "name")
        elif after and token.plain in lists.titles_of_families:
            named = _first_after_particles(tokens, index + 1)
            if named and not named.is_place and (named.has_capital or named.stem in known.sure):
                yield Finding(token.start, named.end, "name")
        elif (
            after
            and token.plain in lists.words_before_a_name
            and not after.is_place
            and (after.has_capital or after.stem in known.sure)
        ):
            yield Finding(token.start, _end_of_name(tokens, index + 1), "name")
        elif (
            _is_known_name(token) or _is_pair(tokens, index) or _has_telling_particle(tokens, index)
        ):
            yield Finding(token.start, end, "name")


def _is_known_name(token: Token) -> bool:
    known = names()
    forms = {token.plain, token.stem, *(token.plain.split("-") if "-" in token.plain else ())}
    if token.plain.endswith("s") and token.has_capital:
        forms.add(token.plain[:-1])
    if forms & known.sure:
        return True
    is_opener = token.opens and token.plain in known.openers
    return token.has_capital and not is_opener and bool(forms & known.with_capital)


def _is_pair(tokens: list[Token], index: int) -> bool:
    """Two capitals in a row in mid sentence, particles between them allowed: Sjoerdje Abbema."""
    token, second = tokens[index], _first_after_particles(tokens, index + 1)
    return (
        token.has_capital
        and not token.opens
        and second is not None
        and second.has_capital
        and not second.opens
        and not second.is_place
        and not _names_a_group(token)
        and not _names_a_group(second)
    )


def _has_telling_particle(tokens: list[Token], index: int) -> bool:
    """van der Ploeg, El Haddouchi."""
    for particle in words().telling_particles:
        parts = [plain(part) for part in particle.split()]
        here = [token.plain for token in tokens[index : index + len(parts)]]
        place = index + len(parts)
        if here == parts and place < len(tokens):
            named = tokens[place]
            if particle == "van het":
                continue
            return named.has_capital and not named.is_place and not named.opens
    return False


def _is_name_after_title(tokens: list[Token], index: int) -> bool:
    named = _first_after_particles(tokens, index + 1)
    if (
        named is None
        or named.opens
        and not tokens[index].word.lower().startswith(("dhr", "mevr", "mw", "mr"))
    ):
        return False
    if named.has_capital or named.stem in names().sure:
        return True
    after = tokens[index + 1]
    return after.plain not in words().no_name_after_title and len(after.plain) > 2


def _first_after_particles(tokens: list[Token], index: int) -> Token | None:
    while (
        index < len(tokens)
        and tokens[index].plain in words().particles
        and not tokens[index].has_capital
    ):
        index += 1
    return tokens[index] if index < len(tokens) else None


def _end_of_name(tokens: list[Token], index: int) -> int:
    """Where a name ends: over particles and further capitals."""
    end, place = tokens[index].end, index + 1
    while place < len(tokens) and not tokens[place].opens:
        token = tokens[place]
        if token.has_capital and not token.is_place:
            end = token.end
        elif token.plain not in words().particles:
            break
        place += 1
    return end


def _persons(text: str, tokens: list[Token]) -> Iterator[Finding]:
    """Descriptions of one person: age, looks, clothes, condition, "die altijd"."""
    lists = words()
    for match in AGE.finditer(text):
        if not match[0].startswith("(") or _person_near(tokens, match.start()):
            yield Finding(*match.span(), "person")
    for match in OF_AGE.finditer(text):
        if _person_near(tokens, match.start()):
            yield Finding(*match.span(), "person")
    for index, token in enumerate(tokens):
        if token.plain not in lists.persons:
            continue
        around = tokens[max(0, index - 2) : index + 1 + NEAR_WORDS]
        same_sentence = [
            one
            for one in around
            if not any(other.opens and token.start < other.start <= one.start for other in around)
        ]
        after = tokens[index + 1] if index + 1 < len(tokens) else None
        described = [
            one
            for one in same_sentence
            if one is not token and (one.plain in lists.looks or one.plain in lists.habits)
        ]
        before = tokens[index - 1] if index else None
        if described:
            yield Finding(
                min(token.start, described[0].start), max(token.end, described[-1].end), "person"
            )
        elif before and before.plain in lists.conditions and not token.opens:
            yield Finding(before.start, token.end, "person")
        elif (
            after
            and not after.opens
            and after.plain in lists.ways_to_point
            and after.plain != "dat"
        ):
            yield Finding(token.start, after.end, "person")
        elif (
            token.plain.startswith(("buurman", "buurvrouw", "overbuur"))
            and before
            and before.plain in ("de", "zijn", "haar", "een", "mijn", "the")
        ):
            yield Finding(before.start, token.end, "person")


def _person_near(tokens: list[Token], place: int) -> bool:
    near = [token for token in tokens if -60 < token.start - place < 30]
    return any(token.plain in words().persons for token in near)


def _groups(tokens: list[Token]) -> Iterator[Finding]:
    """Groups by origin, nationality, religion or politics."""
    lists = words()
    for index, token in enumerate(tokens):
        after = tokens[index + 1] if index + 1 < len(tokens) else None
        third = tokens[index + 2] if index + 2 < len(tokens) else None
        fourth = tokens[index + 3] if index + 3 < len(tokens) else None
        if not token.is_place and (
            _names_a_group(token)
            or token.word in lists.groups_only_with_capital
            and (not token.opens or token.word.isupper())
        ):
            yield Finding(token.start, token.end, "group")
        elif (
            after
            and token.plain in lists.group_adjectives
            and after.plain in lists.words_for_people
        ):
            yield Finding(token.start, after.end, "group")
        elif (
            third
            and token.plain in lists.visitors
            and after is not None
            and after.plain in ("van", "uit", "of", "from")
            and any(one and one.plain in lists.houses_of_prayer for one in (third, fourth))
        ):
            yield Finding(token.start, (fourth or third).end, "group")


def _names_a_group(token: Token) -> bool:
    if token.plain in words().neutral_groups:
        return False
    if groups_pattern().fullmatch(token.plain):
        return True
    return token.word == "DENK"


def _addresses(text: str, tokens: list[Token]) -> Iterator[Finding]:
    """A home: a street with a number, or a number that is called one. A street may be named."""
    lists = words()
    for match in (*HOUSE_NUMBER.finditer(text), *HOME.finditer(text)):
        yield Finding(*match.span(), "address")
    for index, token in enumerate(tokens[:-1]):
        number = tokens[index + 1]
        between = text[token.end : number.start]
        if not re.fullmatch(
            r"\d{1,4}[a-zA-Z]?|\d{1,4}-[\dIVXa-zA-Z]{1,3}", number.word
        ) or between.strip(" ,"):
            continue
        if not token.plain.endswith(lists.street_endings):
            continue
        after = tokens[index + 2] if index + 2 < len(tokens) else None
        is_time = re.match(r"[:.]\d|%|e\b", text[number.end :])
        if not is_time and not (after and not after.opens and after.plain in lists.amounts):
            yield Finding(token.start, number.end, "address")
