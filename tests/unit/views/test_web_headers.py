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
    path: str,
    query: bytes = b"",
    page: bytes = PAGE,
    kind: bytes = b"text/html; charset=utf-8",
    client: str = "127.0.0.1",
    host: bytes = b"localhost:8501",
    **rules: bool,
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
            (b"set-cookie", b"_streamlit_user=x; HttpOnly; Path=/"),
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
        "client": (client, 40000),
        "headers": [(b"accept-encoding", b"gzip"), (b"host", host)],
    }
    asyncio.run(web_headers.WebHeaders(app, **rules)(scope, None, send))
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
    assert [name for name, _value in seen[0]["headers"]] == [b"host"]


def test_the_bare_address_leads_to_the_map_and_keeps_the_query():
    status, headers, _body, seen = ask("/", b"lang=en")
    assert status == 307
    assert headers["location"] == "/stadskaart?lang=en"
    assert seen == []


def open_websocket(client: str, *headers: tuple[bytes, bytes], **rules: bool):
    """Whether a WebSocket reaches the app, and what is sent where it does not."""
    seen: list[dict] = []
    sent: list[dict] = []

    async def app(scope, receive, send):
        seen.append(scope)

    async def send(message):
        sent.append(message)

    async def receive():
        return {"type": "websocket.connect"}

    scope = {"type": "websocket", "path": "/", "client": (client, 1), "headers": list(headers)}
    asyncio.run(web_headers.WebHeaders(app, **rules)(scope, receive, send))
    return bool(seen), sent


CLOSED = (False, [{"type": "websocket.close", "code": 1008}])
HOST = (b"host", b"wijkpuls.example")


@pytest.mark.parametrize("origin", [(), ((b"origin", b"https://wijkpuls.example"),)])
def test_a_websocket_of_an_own_page_is_left_alone(origin):
    assert open_websocket("10.0.0.9", HOST, *origin, is_local_only=False) == (True, [])


@pytest.mark.parametrize(
    "origin",
    [b"https://elsewhere.example", b"https://wijkpuls.example.elsewhere.example", b"null", b"",
     b"https://wijkpuls.example@elsewhere.example", b"https://localhost"],
)  # fmt: skip
def test_a_websocket_of_a_page_elsewhere_is_closed(origin):
    """And before Streamlit sees it, which would look up on the internet who it is itself."""
    assert open_websocket("10.0.0.9", HOST, (b"origin", origin), is_local_only=False) == CLOSED
    own = (b"origin", b"https://wijkpuls.example")
    both = open_websocket("10.0.0.9", HOST, own, (b"origin", origin), is_local_only=False)
    assert both == CLOSED


def test_without_sign_in_a_websocket_from_another_computer_is_closed():
    assert open_websocket("10.0.0.9", (b"host", b"localhost")) == CLOSED


@pytest.mark.parametrize(
    ("client", "host"),
    [
        ("10.0.0.9", b"localhost:8501"),
        ("127.0.0.1", b"wijkpuls.example"),
        ("127.0.0.1", b"rebinding.example:8501"),
        ("127.0.0.1", b""),
        ("127.0.0.1", b"localhost@elsewhere.example"),
    ],
)
def test_without_sign_in_only_this_computer_is_answered(client, host):
    status, _headers, body, seen = ask("/stadskaart", client=client, host=host)
    assert (status, body, seen) == (403, b"", [])
    status, *_rest, seen = ask("/stadskaart", client=client, host=host, is_local_only=False)
    assert status == 200 and len(seen) == 1


def test_what_streamlit_measures_is_for_nobody():
    for path in ("/_stcore/metrics", "/_stcore/metrics/"):
        status, _headers, _body, seen = ask(path, is_local_only=False)
        assert (status, seen) == (404, [])


def test_over_https_cookies_stay_on_https():
    _status, headers, *_ = ask("/stadskaart", is_https=True)
    assert headers["set-cookie"].endswith("; Secure")
    assert "max-age" in headers["strict-transport-security"]
    _status, headers, *_ = ask("/stadskaart")
    assert "Secure" not in headers["set-cookie"]
    assert "strict-transport-security" not in headers
