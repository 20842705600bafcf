"""Rows of a CBS table by OData 3: page after page, keys trimmed, empty kept apart from zero."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

from pipelines.faults import NotFetchedError
from pipelines.fetch.client import Client, address, following

Row = dict[str, Any]
MOST_PAGES = 10_000


@dataclass(frozen=True)
class Table:
    """One table of a service: its address, its title and the keys of its columns by type."""

    client: Client
    url: str
    title: str
    modified: date | None
    columns: tuple[tuple[str, str], ...]  # key, type

    def key(self, *types: str) -> str:
        """The one column of these types. Raises NotFetchedError when there is none."""
        found = [key for key, column_type in self.columns if column_type in types]
        if len(found) != 1:
            raise _changed(self.url)
        return found[0]

    def topic(self, name: str) -> str:
        """The column of a topic, whatever number CBS put behind its name this year."""
        numbered = re.compile(rf"{name}_\d+")
        found = [key for key, _ in self.columns if numbered.fullmatch(key)]
        if len(found) != 1:
            raise _changed(self.url)
        return found[0]

    def rows(self, condition: str, columns: tuple[str, ...]) -> Iterator[Row]:
        """The rows that meet a condition; texts without the blanks CBS pads them with."""
        choice = {"$format": "json", "$filter": condition, "$select": ",".join(columns)}
        return _pages(self.client, f"{self.url}/TypedDataSet?{_query(choice)}")

    def codes(self, column: str) -> list[Row]:
        """The codes of one column with their titles, as the service lists them."""
        return list(_pages(self.client, f"{self.url}/{column}?{_query({'$format': 'json'})}"))


def open_table(client: Client, host: str, path: str) -> Table:
    """Read what a table says about itself. Raises NotFetchedError."""
    url = address(host, path)
    about = next(_pages(client, f"{url}/TableInfos?{_query({'$format': 'json'})}"), None)
    columns = tuple(
        (str(row["Key"]), str(row.get("Type", "")))
        for row in _pages(client, f"{url}/DataProperties?{_query({'$format': 'json'})}")
        if row.get("Key")
    )
    if about is None or not columns:
        raise _changed(url)
    return Table(client, url, str(about.get("Title", "")), _day(about.get("Modified")), columns)


def _pages(client: Client, url: str) -> Iterator[Row]:
    seen: set[str] = set()
    while url not in seen and len(seen) < MOST_PAGES:
        seen.add(url)
        page = client.get(url)
        if not isinstance(page, dict) or not isinstance(page.get("value"), list):
            raise _changed(url.split("?")[0])
        for row in page["value"]:
            yield {key: _trimmed(value) for key, value in row.items()}
        link = page.get("odata.nextLink")
        if not link:
            return
        url = following(str(link), url)
    raise _changed(url.split("?")[0])


def _query(choice: dict[str, str]) -> str:
    return urlencode(choice, quote_via=quote, safe="$,")


def _trimmed(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(str(text)[:10])
    except ValueError:
        return None


def _changed(url: str) -> NotFetchedError:
    name = url.rsplit("/", 1)[-1]
    return NotFetchedError(
        f"{name}: de tabel ziet er anders uit dan beschreven. De dienst is veranderd; er is niets "
        "van geschreven.",
        f"{name}: the table does not look as described. The service has changed; nothing of it was "
        "written.",
    )
