"""Rows of a CBS table by OData 3: page after page, keys trimmed, empty kept apart from zero."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

from pydantic import AliasChoices, BaseModel, ConfigDict, Field

from pipelines.fetch.client import Client, address, changed, following

Row = dict[str, Any]
Found = TypeVar("Found")
MOST_PAGES = 10_000
#: What CBS calls a whole number: Edm.Int32.
_HIGHEST_COUNT = 2**31 - 1
#: How a table says of which year its areas are, as in "(indeling 2013)".
_DIVISION = re.compile(
    r"indeling\s(?:(?:van|per|op)\s)?(?:het\s)?(?:jaar\s)?(?:1\sjanuari\s)?(20\d\d)\b",
    re.IGNORECASE,
)


class _Described(BaseModel):
    model_config = ConfigDict(frozen=True, str_strip_whitespace=True)


class _Answer(_Described):
    value: list[Row]
    next_link: str | None = Field(
        None, validation_alias=AliasChoices("odata.nextLink", "@odata.nextLink")
    )


class Code(_Described):
    """One code of a column, such as a kind or a month."""

    key: str = Field(alias="Key")
    title: str | None = Field(None, alias="Title")


class _Column(_Described):
    key: str | None = Field(None, alias="Key")
    type: str = Field("", alias="Type")


class _About(_Described):
    model_config = ConfigDict(extra="allow")

    title: str = Field(alias="Title")
    modified: str | None = Field(None, alias="Modified")

    def divisions(self) -> tuple[str, ...]:
        """The years that its texts name as those of the division into wijken and buurten."""
        texts = [self.title, *(self.model_extra or {}).values()]
        found = {year for text in texts for year in _DIVISION.findall(str(text))}
        return tuple(sorted(found))


@dataclass(frozen=True)
class Table:
    """One table of a service: its address, its title and the keys of its columns by type."""

    client: Client
    url: str
    title: str
    modified: date | None
    divisions: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]  # key, type

    def key(self, *types: str) -> str:
        """The one column of these types. Raises NotFetchedError when there is none."""
        return self._only([key for key, column_type in self.columns if column_type in types])

    def topic(self, name: str) -> str:
        """The column of a topic, whatever number CBS put behind its name this year."""
        numbered = re.compile(rf"{name}(_\d+)?")
        return self._only([key for key, _ in self.columns if numbered.fullmatch(key)])

    def _only(self, found: list[str]) -> str:
        if len(found) != 1 or not re.fullmatch(r"\w+", found[0]):
            raise changed(self.url)
        return found[0]

    def rows(self, condition: str, keys: tuple[str, ...], counts: tuple[str, ...]) -> Iterator[Row]:
        """The rows that meet a condition: keys without the blanks CBS pads them with, counts as
        whole numbers or None where withheld.
        """
        choice = {"$format": "json", "$filter": condition, "$select": ",".join(keys + counts)}

        def row(given: Row) -> Row:
            try:
                return {key: _key(given[key]) for key in keys} | {
                    count: _count(given[count]) for count in counts
                }
            except KeyError as fault:
                raise ValueError("a column is missing") from fault

        return _pages(self.client, f"{self.url}/TypedDataSet?{_query(choice)}", row)

    def codes(self, column: str) -> list[Code]:
        """The codes of one column with their titles, as the service lists them."""
        url = f"{self.url}/{column}?{_query({'$format': 'json'})}"
        return list(_pages(self.client, url, Code.model_validate))


def open_table(client: Client, host: str, path: str) -> Table:
    """Read what a table says about itself. Raises NotFetchedError."""
    url = address(host, path)
    query = _query({"$format": "json"})
    about = next(_pages(client, f"{url}/TableInfos?{query}", _About.model_validate), None)
    columns = tuple(
        (column.key, column.type)
        for column in _pages(client, f"{url}/DataProperties?{query}", _Column.model_validate)
        if column.key
    )
    if about is None or not columns:
        raise changed(url)
    return Table(client, url, about.title, _day(about.modified), about.divisions(), columns)


def _pages(client: Client, url: str, read: Callable[[Row], Found]) -> Iterator[Found]:
    """Every row of an answer and the pages after it, as `read` makes them."""
    seen: set[str] = set()
    while url not in seen and len(seen) < MOST_PAGES:
        seen.add(url)
        rows, further = client.get(url, partial(_page, url=url, read=read))
        yield from rows
        if further is None:
            return
        url = further
    raise changed(url)


def _page(answer: Any, url: str, read: Callable[[Row], Found]) -> tuple[list[Found], str | None]:
    """The rows of one page and the address of the next. Raises ValueError."""
    page = _Answer.model_validate(answer)
    further = following(page.next_link, url) if page.next_link else None
    return [read(row) for row in page.value], further


def _query(choice: dict[str, str]) -> str:
    return urlencode(choice, quote_via=quote, safe="$,")


def _key(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("a key is no text")
    return value.strip()


def _count(value: Any) -> int | None:
    """A count; None is withheld, which is not zero. Raises ValueError for anything else."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("a count is no number")
    if value % 1 != 0 or not 0 <= value <= _HIGHEST_COUNT:
        raise ValueError("a count is no whole number, or too high")
    return int(value)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None
