"""The privacy guards: a column that looks like persons, origin, religion or politics refuses its
whole file.

They look at `delivered` before anything is stored. Messages name the column, never a value.
Limits, stated in docs/privacy.md: numbers, addresses of mail and accounts are looked for in every
row, and so are names of reporters; what can only be told by its shape (street addresses, dates of
birth, origin words) in a spread of about 20,000 rows. What only a reader would recognise (names of
persons, number plates, addresses in prose) is looked for in a hundred different values of each
column, by the detectors of the room privacy/.
"""

from __future__ import annotations

import re
from collections import Counter
from math import sqrt

import duckdb

from pipelines.contracts import Kind, guards
from pipelines.faults import FileRefusedError
from pipelines.sql import query, run
from privacy import check_note

# What can only be told by its shape is looked for in about so many rows, spread over the file.
SPREAD_ROWS = 20_000
# One value in five with such a shape is no accident.
SHAPE_SHARE = 0.2
# So many different values of a column are read word by word, and so much of each.
VALUES_READ = 100
CHARACTERS_READ = 200
# What the readers find, and what the message calls it. A number alone may be anything, so citizen
# service numbers are counted against chance instead (below).
FOUND_BY_READING = {
    "name": "name", "person": "name", "address": "address", "licence_plate": "licence_plate",
    "postcode": "postcode", "birth_date": "birth_date", "account": "account", "email": "email",
    "phone": "phone", "iban": "iban", "group": "origin",
}  # fmt: skip
# Columns of the contract that hold a number or a date and nothing else.
NUMBERS_AND_DATES = (
    "moment", "date", "any_date", "number", "count", "positive_count", "level", "year", "period",
)  # fmt: skip
# Of unrelated 9-digit numbers 1 in 11 passes the check digit; more than this many standard
# deviations above that is no chance.
CHANCE_DEVIATIONS = 3.5


def check_column_names(columns: tuple[str, ...]) -> None:
    """Refuse a file by the names of its columns. Raises FileRefusedError."""
    rules = guards()
    for column in columns:
        words = set(_words(column))
        whole = "".join(_words(column))
        for what, names in rules.person_columns.items():
            if words & set(names) or whole in names:
                raise FileRefusedError("person_column", column=column, detail=what)
        for what, stems in rules.person_stems.items():
            if any(word.startswith(stems) for word in (*words, whole)):
                raise FileRefusedError("person_column", column=column, detail=what)
        for what, names in rules.person_words_alone.items():
            if any(word.endswith(names) for word in words) and not _names_a_thing(words, names):
                raise FileRefusedError("person_column", column=column, detail=what)
        if words & set(rules.origin_columns) or whole in rules.origin_columns:
            raise FileRefusedError("origin_column", column=column)
        if any(word.startswith(rules.origin_stems) for word in (*words, whole)):
            raise FileRefusedError("origin_column", column=column)
        if words & set(rules.sensitive_columns) or whole in rules.sensitive_columns:
            raise FileRefusedError("sensitive_column", column=column)
        if any(word.startswith(rules.sensitive_stems) for word in (*words, whole)):
            raise FileRefusedError("sensitive_column", column=column)


def _names_a_thing(words: set[str], endings: tuple[str, ...]) -> bool:
    """Whether a column with the word naam is about a thing: naam wijk, wijknaam, bestandsnaam."""
    for word in words:
        ending = next((e for e in sorted(endings, key=len) if word.endswith(e)), "")
        beginning = word.removesuffix(ending)
        if {word, beginning, beginning.removesuffix("s")} & set(guards().thing_words):
            return True
    return False


def check_values(
    connection: duckdb.DuckDBPyConnection,
    columns: tuple[str, ...],
    kind: Kind,
    local_names: dict[str, str],
    rows: int,
) -> None:
    """Refuse a file by the values in `delivered`. Raises FileRefusedError.

    `local_names` gives the delivered name of each column of the contract that the file has;
    `rows` is
    about how many rows the file has.
    """
    every = max(1, rows // SPREAD_ROWS)
    run(connection, "10_incoming/looked_at", columns=columns, every=every, spread_rows=SPREAD_ROWS)
    numbers = query(connection, "10_incoming/values_of_persons", columns=columns)
    for column, *counts in numbers.fetchall():
        # DuckDB gives no count at all, rather than 0, where no row qualifies
        _check_numbers_and_addresses(connection, column, *(int(times or 0) for times in counts))
    types = {
        local: column.type for column in kind.columns if (local := local_names.get(column.name))
    }
    reporter = local_names.get("reporter")
    if reporter:
        _check_names(connection, reporter)
    free = [column for column in columns if types.get(column) in (None, "text")]
    if not free:
        return
    shapes = query(
        connection,
        "10_incoming/values_by_shape",
        columns=free,
        origin_values=guards().origin_values,
        sensitive_values=guards().sensitive_values,
    )
    for column, *counts in shapes.fetchall():
        _check_shapes(column, *(int(times or 0) for times in counts))
    readable = [column for column in columns if types.get(column) not in NUMBERS_AND_DATES]
    _check_by_reading(connection, readable)


def _check_by_reading(connection: duckdb.DuckDBPyConnection, columns: list[str]) -> None:
    """Read some values of each column as a person would."""
    some = query(connection, "10_incoming/some_values", columns=columns, values=VALUES_READ)
    for column, values in some.fetchall():
        found: Counter[str] = Counter()
        for value in values:
            text = value[:CHARACTERS_READ]
            # Dutch numbers were looked for in every row; here a moment in time looks like one
            found.update(
                {f.kind for f in check_note(text) if f.kind != "phone" or text[f.start] == "+"}
            )
        for kind, what in FOUND_BY_READING.items():
            if found[kind] / len(values) >= SHAPE_SHARE:
                if what == "origin":
                    raise FileRefusedError("origin_column", column=column)
                raise FileRefusedError("person_column", column=column, detail=what)


def _check_names(connection: duckdb.DuckDBPyConnection, column: str) -> None:
    """A reporter is a role in a wijk: one value in the shape of a name is one too many."""
    [(names,)] = query(
        connection, "10_incoming/names_of_persons", column=column, role_words=guards().role_words
    ).fetchall()
    if names:
        raise FileRefusedError("person_column", column=column, detail="name")


def _check_numbers_and_addresses(
    connection: duckdb.DuckDBPyConnection,
    column: str,
    email: int,
    phone: int,
    iban: int,
    account: int,
    name: int,
    code_numbers: int,
    code_passing: int,
    text_passing: int,
) -> None:
    for what, times in (
        ("email", email),
        ("phone", phone),
        ("iban", iban),
        ("account", account),
        ("name", name),
    ):
        if times:
            raise FileRefusedError("person_column", column=column, detail=what)
    if text_passing or (
        more_than_chance(code_passing, code_numbers)
        and not _is_hexadecimal(connection, column, code_numbers)
    ):
        raise FileRefusedError("person_column", column=column, detail="bsn")


def _is_hexadecimal(connection: duckdb.DuckDBPyConnection, column: str, numbers: int) -> bool:
    """Whether the numbers of a column are the few among hexadecimal codes that happen to have
    digits only.
    """
    [(codes,)] = query(connection, "10_incoming/hexadecimal_values", column=column).fetchall()
    return int(codes or 0) > 9 * numbers


def more_than_chance(passing: int, numbers: int) -> bool:
    """Whether more 9-digit numbers pass the check digit than unrelated numbers would (1 in 11 by
    construction).
    """
    if numbers <= 3:
        return passing > 0 and 2 * passing >= numbers
    return passing > numbers / 11 + CHANCE_DEVIATIONS * sqrt(numbers * 10) / 11


def _check_shapes(
    column: str,
    filled: int,
    origin: int,
    sensitive: int,
    address: int,
    postcode: int,
    birth_date: int,
) -> None:
    if origin / filled >= SHAPE_SHARE:
        raise FileRefusedError("origin_column", column=column)
    if sensitive / filled >= SHAPE_SHARE:
        raise FileRefusedError("sensitive_column", column=column)
    for what, times in (("address", address), ("postcode", postcode), ("birth_date", birth_date)):
        if times / filled >= SHAPE_SHARE:
            raise FileRefusedError("person_column", column=column, detail=what)


def _words(column: str) -> list[str]:
    """melderNaam, Melder_Naam and "melder naam" all have the words melder and naam."""
    separated = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", column)
    return [word for word in re.split(r"[^a-z0-9àâäçéèêëïîôöùûü]+", separated.lower()) if word]
