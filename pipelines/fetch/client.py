"""Asks a service for JSON: patient with what passes (429, 5xx, a broken line), clear about
the rest.

Every page that came in whole is kept until the file it belongs to is written, so that a fetch that
was broken off goes on where it stopped.
"""

from __future__ import annotations

import json
import os
import ssl
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit, urlunsplit

import urllib3
from urllib3.util.retry import Retry

from pipelines.faults import NotFetchedError
from pipelines.fetch.services import Manners

#: The one setting that sends every request to another server, such as the one of the tests.
FETCH_FROM = "WIJKPULS_FETCH_FROM"
PASSES = (429, 500, 502, 503, 504)
PAGES_FOLDER = ".fetch"

OnPage = Callable[[str], None]


@dataclass
class Client:
    """One fetch: its manners, its connection and the pages it already has."""

    workspace: Path
    manners: Manners
    on_page: OnPage = lambda url: None
    requests: int = 0
    _pool: urllib3.PoolManager | None = None
    _pages: list[Path] = field(default_factory=list)

    def get(self, url: str) -> Any:
        """The JSON at an address, from an earlier try if that is recent. Raises NotFetchedError."""
        page = self._page(url)
        if not self._is_recent(page):
            content = self._ask(url)
            page.parent.mkdir(parents=True, exist_ok=True)
            unfinished = page.with_suffix(".partial")
            unfinished.write_bytes(content)
            os.replace(unfinished, page)
        self._pages.append(page)
        self.on_page(url)
        return json.loads(page.read_bytes())

    def forget_pages(self) -> None:
        """Remove the pages asked for so far: what they were for is written."""
        for page in self._pages:
            page.unlink(missing_ok=True)
        self._pages.clear()
        folder = self.workspace / PAGES_FOLDER
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()

    def _page(self, url: str) -> Path:
        return self.workspace / PAGES_FOLDER / f"{sha256(url.encode()).hexdigest()}.json"

    def _is_recent(self, page: Path) -> bool:
        if not page.is_file():
            return False
        return time.time() - page.stat().st_mtime < self.manners.resume_within_hours * 3600

    def _ask(self, url: str) -> bytes:
        """One answer that is whole and is JSON."""
        if self.requests:
            time.sleep(self.manners.seconds_between_requests)
        self.requests += 1
        host = urlsplit(url).hostname or url
        try:
            answer = self._connections(url).request(
                "GET", url, headers={"Accept": "application/json", "User-Agent": "Wijkpuls"}
            )
        except urllib3.exceptions.HTTPError as fault:
            raise _unreachable(host, fault) from fault
        if answer.status != 200:
            raise _refused(host, answer.status)
        try:
            json.loads(answer.data)
        except ValueError as fault:
            raise NotFetchedError(
                f"{host} gaf een antwoord dat niet te lezen is (geen volledige JSON). "
                "Misschien zit er een inlogpagina of proxy tussen. Er is niets geschreven.",
                f"{host} gave an answer that cannot be read (no complete JSON). "
                "A sign-in page or proxy may be in between. Nothing was written.",
            ) from fault
        return bytes(answer.data)

    def _connections(self, url: str) -> urllib3.PoolManager:
        """A pool that tries again by itself, through the proxy of this machine where it has one."""
        if self._pool is None:
            manners = self.manners
            options: dict[str, Any] = {
                "timeout": urllib3.Timeout(total=manners.seconds_before_giving_up),
                "retries": Retry(
                    total=manners.tries - 1,
                    status_forcelist=PASSES,
                    backoff_factor=manners.backoff_factor_seconds,
                    backoff_max=manners.longest_wait_seconds,
                    retry_after_max=manners.longest_wait_seconds,
                    raise_on_status=False,
                ),
                # the certificates of this machine: a gemeente may have its own
                "ssl_context": ssl.create_default_context(),
            }
            parts = urlsplit(url)
            proxy = urllib.request.getproxies().get(parts.scheme)
            if proxy and not urllib.request.proxy_bypass(parts.hostname or ""):
                self._pool = urllib3.ProxyManager(proxy, **options)
            else:
                self._pool = urllib3.PoolManager(**options)
        return self._pool


def address(host: str, path: str) -> str:
    """The address of a service, or the same path on the server that the setting names."""
    return os.environ.get(FETCH_FROM, host).rstrip("/") + path


def following(link: str, page: str) -> str:
    """The address of a next page, on the service that gave the page: some services name themselves
    by another scheme or host than they were asked by.
    """
    here, there = urlsplit(page), urlsplit(urljoin(page, link))
    return urlunsplit((here.scheme, here.netloc, there.path, there.query, ""))


def _unreachable(host: str, fault: Exception) -> NotFetchedError:
    reason = type(getattr(fault, "reason", fault)).__name__
    return NotFetchedError(
        f"{host} is niet te bereiken ({reason}). Controleer de internetverbinding en de proxy, en "
        "probeer het opnieuw: wat al binnen was, wordt niet nog eens opgehaald.",
        f"{host} cannot be reached ({reason}). Check the internet connection and the proxy, and "
        "try again: what came in already is not fetched twice.",
    )


def _refused(host: str, status: int) -> NotFetchedError:
    if status in PASSES:
        return NotFetchedError(
            f"{host} heeft het te druk of is gestoord (status {status}). Probeer het later "
            "opnieuw: wat al binnen was, wordt niet nog eens opgehaald.",
            f"{host} is too busy or out of order (status {status}). Try again later: what came in "
            "already is not fetched twice.",
        )
    return NotFetchedError(
        f"{host} kent dit niet of geeft het niet (status {status}). Controleer het jaar en de "
        "gemeentecode; misschien is het adres van de dienst veranderd.",
        f"{host} does not know this or does not give it (status {status}). Check the year and the "
        "gemeente code; the address of the service may have changed.",
    )
