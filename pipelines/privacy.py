"""The privacy guards: a column that looks like persons, origin, religion or politics refuses its
whole file.

They look at `delivered` before anything is stored. Messages name the column, never a value.
Limits, stated in docs/privacy.md: numbers, addresses of mail and accounts are looked for in every
row; what can only be told by its shape (names, street addresses, origin words) in a spread of at
most 20,000 rows.
"""

from __future__ import annotations

import re
from math import sqrt

import duckdb

from pipelines.contracts import Kind, guards
from pipelines.faults import FileRefusedError
from pipelines.sql import query, run

# One value in five with such a shape is no accident.
SHAPE_SHARE = 0.2
# Of unrelated 9-digit numbers 1 in 11 passes the check digit; more than this many standard
# deviations above that is no chance.
CHANCE_DEVIATIONS = 3.5


def check_column_names(columns: tuple[str, ...]) -> None:
    """Refuse a file by the names of its columns. Raises FileRefusedError."""
    for column in columns:
        words = set(_words(column))
        whole = "".join(_words(column))
        for what, names in guards().person_columns.items():
            if words & set(names) or whole in names:
                raise FileRefusedError("person_column", column=column, detail=what)
        for what, names in guards().person_words_alone.items():
            if words & set(names) and not words & set(guards().thing_words):
                raise FileRefusedError("person_column", column=column, detail=what)
        if words & set(guards().origin_columns) or whole in guards().origin_columns:
            raise FileRefusedError("origin_column", column=column)


def check_values(
    connection: duckdb.DuckDBPyConnection,
    columns: tuple[str, ...],
    kind: Kind,
    local_names: dict[str, str],
) -> None:
    """Refuse a file by the values in `delivered`. Raises FileRefusedError.

    `local_names` gives the delivered name of each column of the contract that the file has.
    """
    run(connection, "10_incoming/suspicious", columns=columns)
    for column, *counts in query(connection, "10_incoming/values_of_persons").fetchall():
        # DuckDB gives no count at all, rather than 0, where no row qualifies
        _check_numbers_and_addresses(column, *(int(times or 0) for times in counts))
    run(connection, "10_incoming/spread", columns=columns)
    types = {
        local: column.type for column in kind.columns if (local := local_names.get(column.name))
    }
    shapes = query(
        connection,
        "10_incoming/values_by_shape",
        origin_values=guards().origin_values,
        role_words=guards().role_words,
    )
    for column, *counts in shapes.fetchall():
        if types.get(column) in (None, "text"):
            is_role = column == local_names.get("reporter")
            _check_shapes(column, is_role, *(int(times or 0) for times in counts))


def _check_numbers_and_addresses(
    column: str,
    email: int,
    phone: int,
    iban: int,
    account: int,
    name: int,
    pure_numbers: int,
    pure_passing: int,
    embedded_passing: int,
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
    if embedded_passing or more_than_chance(pure_passing, pure_numbers):
        raise FileRefusedError("person_column", column=column, detail="bsn")


def more_than_chance(passing: int, numbers: int) -> bool:
    """Whether more 9-digit numbers pass the check digit than unrelated numbers would (1 in 11 by
    construction).
    """
    if numbers <= 3:
        return passing > 0 and 2 * passing >= numbers
    return passing > numbers / 11 + CHANCE_DEVIATIONS * sqrt(numbers * 10) / 11


def _check_shapes(
    column: str,
    is_role: bool,
    filled: int,
    origin: int,
    address: int,
    postcode: int,
    birth_date: int,
    name_shape: int,
    role: int,
) -> None:
    if origin / filled >= SHAPE_SHARE:
        raise FileRefusedError("origin_column", column=column)
    for what, times in (("address", address), ("postcode", postcode), ("birth_date", birth_date)):
        if times / filled >= SHAPE_SHARE:
            raise FileRefusedError("person_column", column=column, detail=what)
    if is_role and name_shape > 0 and role < filled:
        raise FileRefusedError("person_column", column=column, detail="name")


def _words(column: str) -> list[str]:
    """melderNaam, Melder_Naam and "melder naam" all have the words melder and naam."""
    separated = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", column)
    return [word for word in re.split(r"[^a-z0-9àâäçéèêëïîôöùûü-]+", separated.lower()) if word]
