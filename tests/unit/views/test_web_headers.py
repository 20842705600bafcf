"""The language of the page and the limits on what the browser may load."""

import asyncio
import base64
import hashlib
import re

import pytest

from views import web_headers

PAGE = (
    b'<!DOCTYPE html><html lang="en"><head><title>Streamlit</title>'
    b"<script>\nx = 1\n</script></head></html>"
)


def ask(
    path: str, query: bytes = b"", page: bytes = PAGE, kind: bytes = b"text/html; charset=utf-8"
):
    """What comes out of the middleware for one request, around an app that answers with `page`."""
    sent: list[dict] = []
    seen: list[dict] = []

    async def app(scope, receive, send):
        seen.append(scope)
        headers = [
            (b"content-type", kind),
            (b"content-length", str(len(page)).encode()),
            (b"etag", b"x"),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": page[:20], "more_body": True})
        await send({"type": "http.response.body", "body": page[20:]})

    async def send(message):
        sent.append(message)

    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": query,
        "headers": [(b"accept-encoding", b"gzip")],
    }
    asyncio.run(web_headers.WebHeaders(app)(scope, None, send))
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return sent[0]["status"], headers, body, seen


@pytest.mark.parametrize(
    ("query", "lang"),
    [(b"", "nl"), (b"lang=en", "en"), (b"lang=nl&wijk=x", "nl"), (b"lang=fr", "nl")],
)
def test_page_gets_the_language_of_the_address(query, lang):
    _status, headers, body, _seen = ask("/stadskaart", query)
    assert f'<html lang="{lang}"'.encode() in body
    assert headers["content-language"] == lang
    assert int(headers["content-length"]) == len(body)
    assert "etag" not in headers


def test_policy_allows_the_script_in_the_page_and_nothing_from_outside():
    _status, headers, body, _seen = ask("/wijk")
    script = re.search(rb"<script>(.*?)</script>", body, re.DOTALL).group(1)
    digest = base64.b64encode(hashlib.sha256(script).digest()).decode()
    policy = headers["content-security-policy"]
    assert f"'sha256-{digest}'" in policy
    assert "unsafe-eval'" not in policy.replace("'wasm-unsafe-eval'", "")
    assert not re.search(r"https?:|\*", policy)


def test_other_files_go_through_untouched_but_with_the_headers():
    _status, headers, body, seen = ask(
        "/static/js/x.js", page=b"let a = 'html lang'", kind=b"text/javascript"
    )
    assert body == b"let a = 'html lang'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert (b"accept-encoding", b"gzip") in seen[0]["headers"]


def test_pages_are_asked_for_uncompressed():
    *_rest, seen = ask("/stadskaart")
    assert seen[0]["headers"] == []


def test_the_bare_address_leads_to_the_map_and_keeps_the_query():
    status, headers, _body, seen = ask("/", b"lang=en")
    assert status == 307
    assert headers["location"] == "/stadskaart?lang=en"
    assert seen == []


def test_websockets_are_left_alone():
    seen = []

    async def app(scope, receive, send):
        seen.append(scope)

    asyncio.run(web_headers.WebHeaders(app)({"type": "websocket", "path": "/"}, None, None))
    assert seen[0]["type"] == "websocket"
