"""Asks a service for JSON: patient with what passes (429, 5xx, a broken line), clear about
the rest.

Every page of the shape that was asked for is kept until the file it belongs to is written, so that
a fetch that was broken off goes on where it stopped.
"""

from __future__ import annotations

import os
import ssl
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, TypeVar
from urllib.parse import urljoin, urlsplit, urlunsplit

import urllib3
from pydantic import TypeAdapter
from urllib3.util.retry import Retry

from pipelines.faults import NotFetchedError
from pipelines.fetch.services import Manners

#: The one setting that sends every request to another server, such as the one of the tests.
FETCH_FROM = "WIJKPULS_FETCH_FROM"
PASSES = (429, 500, 502, 503, 504)
PAGES_FOLDER = ".fetch"
#: Follows an address that moved; all other patience is ours, since urllib3's does not see the body.
_ONCE = Retry(
    total=None, connect=0, read=0, status=0, other=0, redirect=3, respect_retry_after_header=False
)
_CHUNK_BYTES = 65536
_JSON: TypeAdapter[Any] = TypeAdapter(Any)

OnPage = Callable[[str], None]
Page = TypeVar("Page")


class RefusedError(NotFetchedError):
    """A service answered with a status that says no."""

    def __init__(self, message_nl: str, message_en: str, status: int) -> None:
        super().__init__(message_nl, message_en)
        self.status = status


@dataclass
class Client:
    """One fetch: its manners, its connection and the pages it already has. `is_broken_off` when the
    last page did not come: those before it are worth keeping.
    """

    workspace: Path
    manners: Manners
    on_page: OnPage = lambda url: None
    requests: int = 0
    is_broken_off: bool = False
    _pool: urllib3.PoolManager | None = None
    _pages: list[Path] = field(default_factory=list)

    def get(self, url: str, read: Callable[[Any], Page]) -> Page:
        """What `read` makes of the JSON at an address, from an earlier try if that is recent.

        `read` raises ValueError for a shape that is not as described. Raises NotFetchedError.
        """
        kept = self._page(url)
        try:
            page = read(_JSON.validate_json(self._recent(kept)))
        except (FileNotFoundError, ValueError):
            page = self._new(url, read, kept)  # there is none, or another version of ours kept it
        self._pages.append(kept)
        self.on_page(url)
        return page

    def _new(self, url: str, read: Callable[[Any], Page], kept: Path) -> Page:
        """The page as the service gives it now; kept only when `read` accepts it, since a wrong
        answer that is kept would outlive the fault of the service.
        """
        self.is_broken_off = True
        content, answer = self._ask(url)
        try:
            page = read(answer)
        except ValueError as fault:
            raise changed(url) from fault
        self.is_broken_off = False
        kept.parent.mkdir(parents=True, exist_ok=True)
        unfinished = kept.with_suffix(".partial")
        unfinished.write_bytes(content)
        os.replace(unfinished, kept)
        return page

    def forget_pages(self) -> None:
        """Remove the pages asked for so far: what they were for is written."""
        for page in self._pages:
            page.unlink(missing_ok=True)
        self._pages.clear()
        _remove_if_empty(self.workspace / PAGES_FOLDER)

    def _page(self, url: str) -> Path:
        return self.workspace / PAGES_FOLDER / f"{sha256(url.encode()).hexdigest()}.json"

    def _recent(self, page: Path) -> bytes:
        """A page that was kept. Raises FileNotFoundError when there is none, or it is too old."""
        if time.time() - page.stat().st_mtime >= self.manners.resume_within_hours * 3600:
            raise FileNotFoundError
        return page.read_bytes()

    def _ask(self, url: str) -> tuple[bytes, Any]:
        """One whole answer as it came and as JSON, after as many tries as the manners allow."""
        host = urlsplit(url).hostname or url
        manners = self.manners
        waits = Retry(
            total=manners.tries - 1,
            backoff_factor=manners.backoff_factor_seconds,
            backoff_max=manners.longest_wait_seconds,
            retry_after_max=manners.longest_wait_seconds,
        )
        while True:
            if self.requests:
                time.sleep(manners.seconds_between_requests)
            self.requests += 1
            answer, failed = None, None
            try:
                answer, content = self._answer(url)
            except urllib3.exceptions.HTTPError as fault:
                failed = _unreachable(host, fault)
            else:
                if answer.status == 200:
                    try:
                        return content, _JSON.validate_json(content)
                    except ValueError:
                        failed = _unreadable(host)
                else:
                    failed = _refused(host, answer.status)
                    if answer.status not in PASSES:
                        raise failed
            if not waits.total:
                raise failed
            waits = waits.increment("GET", url, response=answer)
            try:
                waits.sleep(answer)
            except (urllib3.exceptions.HTTPError, ValueError, OverflowError):
                waits.sleep()  # a Retry-After that cannot be read

    def _answer(self, url: str) -> tuple[urllib3.BaseHTTPResponse, bytes]:
        """One answer with its body. Raises HTTPError, and NotFetchedError when it takes too long.

        Asked in a thread: a time-out on the connection starts anew with every byte that comes in,
        so a service that sends one now and then would never end.
        """
        seconds = self.manners.seconds_for_a_whole_answer
        ends = time.monotonic() + seconds
        connections = self._connections(url)
        given: SimpleQueue[tuple[urllib3.BaseHTTPResponse, bytes] | BaseException] = SimpleQueue()

        def ask() -> None:
            try:
                answer = connections.request(
                    "GET",
                    url,
                    headers={"Accept": "application/json", "User-Agent": "Wijkpuls"},
                    preload_content=False,
                    retries=_ONCE,
                )
                parts = []
                while part := answer.read1(_CHUNK_BYTES):
                    if time.monotonic() > ends:  # nobody waits for it any more
                        answer.close()
                        return
                    parts.append(part)
                answer.release_conn()
                given.put((answer, b"".join(parts)))
            except BaseException as fault:
                given.put(fault)

        Thread(target=ask, daemon=True).start()
        try:
            found = given.get(timeout=seconds)
        except Empty:
            raise _too_slow(urlsplit(url).hostname or url, seconds) from None
        if isinstance(found, BaseException):
            raise found
        return found

    def _connections(self, url: str) -> urllib3.PoolManager:
        """A pool of connections, through the proxy of this machine where it has one."""
        if self._pool is None:
            options: dict[str, Any] = {
                "timeout": urllib3.Timeout(total=self.manners.seconds_before_giving_up),
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


def forget_old_pages(workspace: Path, hours: float) -> None:
    """Remove what an earlier fetch left and no fetch will use any more."""
    folder = workspace / PAGES_FOLDER
    for left in folder.glob("*"):
        if time.time() - left.stat().st_mtime >= hours * 3600:
            left.unlink(missing_ok=True)
    _remove_if_empty(folder)


def _remove_if_empty(folder: Path) -> None:
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


def address(host: str, path: str) -> str:
    """The address of a service, or the same path on the server that the setting names."""
    return os.environ.get(FETCH_FROM, host).rstrip("/") + path


def following(link: str, page: str) -> str:
    """The address of a next page, on the service that gave the page: some services name themselves
    by another scheme or host than they were asked by. Raises ValueError when it is no address.
    """
    here, there = urlsplit(page), urlsplit(urljoin(page, link))
    return urlunsplit((here.scheme, here.netloc, there.path, there.query, ""))


def changed(url: str) -> NotFetchedError:
    """The message for an answer of another shape than was described."""
    parts = urlsplit(url)
    what = f"{parts.hostname}{parts.path}"
    return NotFetchedError(
        f"{what}: het antwoord ziet er anders uit dan beschreven. De dienst is veranderd of "
        "gestoord; van deze bron is niets geschreven. Probeer het later opnieuw.",
        f"{what}: the answer does not look as described. The service has changed or is disturbed; "
        "nothing of this source was written. Try again later.",
    )


def _unreadable(host: str) -> NotFetchedError:
    return NotFetchedError(
        f"{host} gaf steeds een antwoord dat niet te lezen is (geen volledige JSON). De verbinding "
        "breekt telkens af, of er zit een inlogpagina of proxy tussen. Van deze bron is niets "
        "geschreven.",
        f"{host} kept giving an answer that cannot be read (no complete JSON). The connection "
        "breaks off each time, or a sign-in page or proxy is in between. Nothing of this source "
        "was written.",
    )


def _too_slow(host: str, seconds: float) -> NotFetchedError:
    return NotFetchedError(
        f"{host} is te traag: na {seconds:g} seconden was het antwoord nog niet heel. Probeer het "
        "later opnieuw: wat al binnen was, wordt niet nog eens opgehaald.",
        f"{host} is too slow: after {seconds:g} seconds the answer was not whole yet. Try again "
        "later: what came in already is not fetched twice.",
    )


def _unreachable(host: str, fault: Exception) -> NotFetchedError:
    reason = type(getattr(fault, "reason", fault)).__name__
    return NotFetchedError(
        f"{host} is niet te bereiken ({reason}). Controleer de internetverbinding en de proxy, en "
        "probeer het opnieuw: wat al binnen was, wordt niet nog eens opgehaald.",
        f"{host} cannot be reached ({reason}). Check the internet connection and the proxy, and "
        "try again: what came in already is not fetched twice.",
    )


def _refused(host: str, status: int) -> RefusedError:
    if status in PASSES:
        return RefusedError(
            f"{host} heeft het te druk of is gestoord (status {status}). Probeer het later "
            "opnieuw: wat al binnen was, wordt niet nog eens opgehaald.",
            f"{host} is too busy or out of order (status {status}). Try again later: what came in "
            "already is not fetched twice.",
            status,
        )
    return RefusedError(
        f"{host} kent dit niet of geeft het niet (status {status}). Controleer het jaar en de "
        "gemeentecode; misschien is het adres van de dienst veranderd.",
        f"{host} does not know this or does not give it (status {status}). Check the year and the "
        "gemeente code; the address of the service may have changed.",
        status,
    )
