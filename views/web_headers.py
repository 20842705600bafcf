"""What every answer to the browser carries: the language of the page and the limits on what it may
load.

Streamlit writes ``<html lang="en">`` whatever language the page is in (WCAG 3.1.1) and sends no
Content-Security-Policy. Both are put right here, before anything reaches the browser.
"""

import base64
import hashlib
import re
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from access.start import is_this_computer

HOME = "/stadskaart"
# What Streamlit measures of itself is for nobody on the network.
NOT_SERVED = ("/_stcore/metrics", "/_stcore/script-health-check")
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
    """ASGI middleware around the Streamlit app.

    is_local_only: answer nobody but this computer, whatever address the server was told to listen
    on. is_https: mark the cookies of the sign-in as for https only, which Streamlit leaves out.
    """

    def __init__(self, app: ASGIApp, is_local_only: bool = True, is_https: bool = False) -> None:
        self.app = app
        self.is_local_only = is_local_only
        self.is_https = is_https

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        if self.is_local_only and not is_from_here(scope):
            await _refuse(scope, receive, send, 403)
            return
        if scope["type"] == "websocket":
            if is_from_own_page(scope):
                await self.app(scope, receive, send)
            else:
                await _refuse(scope, receive, send, 403)
            return
        if scope["path"].rstrip("/") in NOT_SERVED:
            await _refuse(scope, receive, send, 404)
            return
        if scope["path"] == "/" and scope["method"] == "GET":
            query = scope["query_string"].decode("latin-1")
            home = RedirectResponse(f"{HOME}?{query}" if query else HOME, status_code=307)
            await home(scope, receive, send)
            return
        answer = _Answer(send, language_of(scope["query_string"]), self.is_https)
        await self.app(_without_compression(scope), receive, answer.send)


def is_from_here(scope: Scope) -> bool:
    """Whether a request comes from this computer and asks for it by its own name: a page elsewhere
    that lets its name point here (DNS rebinding) does not.
    """
    client = scope.get("client")
    hosts = _all_of(scope, b"host")
    asked = urlsplit(f"//{hosts[0]}").hostname if len(hosts) == 1 else None
    return client is not None and is_this_computer(client[0]) and is_this_computer(asked)


def is_from_own_page(scope: Scope) -> bool:
    """Whether a page of this server opened a WebSocket. That of another page is refused before
    Streamlit sees it: it would ask a machine outside for the address of this one, to compare.
    """
    origins = _all_of(scope, b"origin")
    return not origins or [urlsplit(origin).netloc for origin in origins] == _all_of(scope, b"host")


def _all_of(scope: Scope, header: bytes) -> list[str]:
    return [value.decode("latin-1") for name, value in scope["headers"] if name == header]


async def _refuse(scope: Scope, receive: Receive, send: Send, status: int) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008})
    else:
        await PlainTextResponse("", status_code=status)(scope, receive, send)


def _without_compression(scope: Scope) -> Scope:
    """Pages are rewritten, so they have to come uncompressed; files and data keep their
    compression.
    """
    last = scope["path"].rsplit("/", 1)[-1]
    if "." in last or scope["path"].startswith(("/_stcore", "/media", "/static")):
        return scope
    headers = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
    return {**scope, "headers": headers}


def _for_https_only(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    if name.lower() == b"set-cookie" and b"; secure" not in value.lower():
        return name, value + b"; Secure"
    return name, value


class _Answer:
    """Sends one answer on: a page is collected, rewritten and sent whole; the rest goes straight
    through.
    """

    def __init__(self, send: Send, lang: str, is_https: bool) -> None:
        self._send = send
        self._is_https = is_https
        self._lang = lang
        self._start: Message | None = None
        self._body = b""

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["X-Content-Type-Options"] = "nosniff"
            headers["Referrer-Policy"] = "no-referrer"
            headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
            headers["Cross-Origin-Opener-Policy"] = "same-origin"
            headers["Cross-Origin-Resource-Policy"] = "same-origin"
            if self._is_https:
                headers["Strict-Transport-Security"] = "max-age=31536000"
                message["headers"] = [_for_https_only(*one) for one in message["headers"]]
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
