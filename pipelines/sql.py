"""SQL lives in files; this module reads and runs them.

A file may hold Jinja for the names of tables and columns. Names go through the filter `ident`,
texts through `literal`, paths through `one_file`; values that a user delivers never become part of
a statement in any other way.
"""

from __future__ import annotations

import glob
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import jinja2

SQL_FOLDER = Path(__file__).parent / "sql"


def ident(name: str) -> str:
    """A name as an SQL identifier, quoted."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: object) -> str:
    """A text as an SQL string, quoted."""
    return "'" + str(value).replace("'", "''") + "'"


def one_file(path: object) -> str:
    """A path as an SQL string that means this one file: brackets in its name are no pattern."""
    return literal(glob.escape(str(path)))


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(SQL_FOLDER),
        undefined=jinja2.StrictUndefined,
        autoescape=False,
    )
    environment.filters.update(ident=ident, literal=literal, one_file=one_file)
    return environment


def render(file: str, /, **names: Any) -> str:
    """The statement in `sql/<file>.sql` with its names filled in."""
    return _environment().get_template(f"{file}.sql").render(**names)


def run(connection: duckdb.DuckDBPyConnection, file: str, /, **names: Any) -> None:
    """Run every statement of `sql/<file>.sql`."""
    connection.execute(render(file, **names))


def query(
    connection: duckdb.DuckDBPyConnection,
    file: str,
    /,
    parameters: list[Any] | dict[str, Any] | None = None,
    **names: Any,
) -> duckdb.DuckDBPyConnection:
    """Run the query of `sql/<file>.sql` with bound parameters and return the connection to fetch
    from.
    """
    return connection.execute(render(file, **names), parameters if parameters is not None else [])
