"""What every answer to the browser carries: the language of the page and the limits on what it may
load.

Streamlit writes ``<html lang="en">`` whatever language the page is in (WCAG 3.1.1) and sends no
Content-Security-Policy. Both are put right here, before anything reaches the browser.
"""

import base64
import hashlib
import re
from urllib.parse import parse_qs

from starlette.datastructures import MutableHeaders
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HOME = "/stadskaart"
_INLINE_SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)
_HTML_TAG = re.compile(rb'<html lang="[a-z]*"')


def policy(script_hashes: list[str]) -> str:
    """The Content-Security-Policy: everything from this server, nothing from any other.

    Styles are written into the page by Streamlit and Plotly, hence ``unsafe-inline`` for styles
    only.
    MapLibre (the national map) draws in a worker that it makes from a blob.
    """
    return "; ".join(
        [
            "default-src 'self'",
            " ".join(["script-src 'self' 'wasm-unsafe-eval'", *script_hashes]),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        ]
    )


def language_of(query_string: bytes) -> str:
    """``en`` when the address asks for it, else ``nl``."""
    return "en" if parse_qs(query_string.decode("latin-1")).get("lang") == ["en"] else "nl"


def with_language(page: bytes, lang: str) -> bytes:
    """The page with the right language on its html element and a title for before the app has
    loaded.
    """
    page = _HTML_TAG.sub(b'<html lang="' + lang.encode() + b'"', page, count=1)
    return page.replace(b"<title>Streamlit</title>", b"<title>Wijkpuls</title>", 1)


def inline_script_hashes(page: bytes) -> list[str]:
    """The hash of each script that stands in the page itself, as the policy wants it."""
    digests = (hashlib.sha256(body).digest() for body in _INLINE_SCRIPT.findall(page))
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]


class WebHeaders:
    """ASGI middleware around the Streamlit app."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if scope["path"] == "/" and scope["method"] == "GET":
            query = scope["query_string"].decode("latin-1")
            home = RedirectResponse(f"{HOME}?{query}" if query else HOME, status_code=307)
            await home(scope, receive, send)
            return
        answer = _Answer(send, language_of(scope["query_string"]))
        await self.app(_without_compression(scope), receive, answer.send)


def _without_compression(scope: Scope) -> Scope:
    """Pages are rewritten, so they have to come uncompressed; files and data keep their
    compression.
    """
    last = scope["path"].rsplit("/", 1)[-1]
    if "." in last or scope["path"].startswith(("/_stcore", "/media", "/static")):
        return scope
    headers = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
    return {**scope, "headers": headers}


class _Answer:
    """Sends one answer on: a page is collected, rewritten and sent whole; the rest goes straight
    through.
    """

    def __init__(self, send: Send, lang: str) -> None:
        self._send = send
        self._lang = lang
        self._start: Message | None = None
        self._body = b""

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["X-Content-Type-Options"] = "nosniff"
            headers["Referrer-Policy"] = "no-referrer"
            headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
            if headers.get("content-type", "").startswith("text/html"):
                self._start = message
                return
            headers["Content-Security-Policy"] = policy([])
            await self._send(message)
        elif message["type"] == "http.response.body" and self._start is not None:
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._send_page(self._start)
        else:
            await self._send(message)

    async def _send_page(self, start: Message) -> None:
        page = with_language(self._body, self._lang)
        headers = MutableHeaders(scope=start)
        headers["Content-Security-Policy"] = policy(inline_script_hashes(page))
        headers["Content-Language"] = self._lang
        headers["Cache-Control"] = "no-cache"
        # The page differs per language, so what was said about the file on disk no longer holds.
        for name in ("etag", "last-modified"):
            if name in headers:
                del headers[name]
        if self._body:
            headers["Content-Length"] = str(len(page))
        await self._send(start)
        await self._send({"type": "http.response.body", "body": page, "more_body": False})
