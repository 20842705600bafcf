"""Signing in with a real OpenID Connect provider: who gets in, who does not, and how it ends."""

import json
import shutil
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest

from access import roles
from pipelines import read_model
from tests.browser.conftest import LOAD_MS, Visit, _free_port
from tests.browser.signing import SECRET, sign_in, write_settings


@pytest.fixture(scope="module")
def own(workspace, tmp_path_factory) -> Path:
    """A workspace of its own: who did what is recorded in it, and one test breaks it."""
    return shutil.copytree(workspace, tmp_path_factory.mktemp("sign-in") / "workspace")


@pytest.fixture(scope="module")
def signed(own, codes, start_provider, start_dashboard, tmp_path_factory):
    """The address of a dashboard that asks people to sign in."""
    port = _free_port()
    address = f"http://localhost:{port}"
    issuer = start_provider(f"{address}/oauth2callback")
    folder = tmp_path_factory.mktemp("settings")
    options, environment = write_settings(folder, f"{address}/oauth2callback", issuer, codes[0])
    start_dashboard(own, port=port, options=options, environment=environment)
    return address


@pytest.fixture
def visitor(browser, signed):
    """A browser of its own: no cookie of anybody else."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    yield Visit(context.new_page(), signed)
    context.close()


def told(visitor: Visit) -> str:
    """What the door says."""
    visitor.page.wait_for_selector("section.wp-door", timeout=LOAD_MS)
    return visitor.page.inner_text("section.wp-door")


def test_without_signing_in_nothing_is_shown(visitor):
    for path in ("/", *(f"/{screen}" for screen in sorted(roles()["lokaal"].screens))):
        visitor.page.goto(visitor.address + path)
        assert "Meld u aan met uw werkaccount" in told(visitor)
        assert visitor.page.locator("footer.wp-foot").count() == 0


def test_a_role_gets_in_and_out_again(visitor):
    sign_in(visitor, "analist")
    visitor.settle()
    assert "Uw rol: analist." in visitor.page.inner_text(".wp-who")
    visitor.page.get_by_role("button", name="Afmelden").click()
    # the provider asks whether to sign out there too
    visitor.page.click("button[name=logout]", timeout=LOAD_MS)
    visitor.page.wait_for_url(f"{visitor.address}/**", timeout=LOAD_MS)
    assert "Meld u aan met uw werkaccount" in told(visitor)


def test_a_wijkteam_sees_its_own_wijk_and_no_other(visitor, codes, own):
    sign_in(visitor, "wijkteam")
    visitor.settle()
    with read_model.open_current(own) as build:
        names = dict(zip(build.wijken()["wijkcode"], build.wijken()["wijknaam"], strict=True))
    own, others = codes[0], codes[1:]
    screens = sorted(roles()["wijkteam"].screens)
    for path in [f"/{screen}" for screen in screens] + [f"/{s}?wijk={own}" for s in screens]:
        visitor.open(path)
        page = visitor.page.content()
        assert [names[code] for code in others if code in page or f">{names[code]}<" in page] == []
        assert visitor.page.locator("[data-testid=stException]").count() == 0
    for screen in ("wijk", "weekreview", "actieplan", "ontmoeting", "briefing"):
        visitor.open(f"/{screen}?wijk={others[0]}")
        assert "hoort niet bij uw rol" in visitor.page.inner_text(".wp-notice >> nth=0")
    visitor.open("/beheer")
    assert "hoort niet bij uw rol" in visitor.page.inner_text(".wp-notice")


@pytest.mark.parametrize("login", ["analist", "beleid", "beheer"])
def test_a_role_opens_its_screens_and_no_other(visitor, login, codes):
    sign_in(visitor, login)
    visitor.settle()
    for screen in sorted(roles()["lokaal"].screens):
        for path in (f"/{screen}", f"/{screen}?wijk={codes[0]}"):
            visitor.open(path)
            said = visitor.page.locator(".wp-notice").all_inner_texts()
            is_refused = any("hoort niet bij uw rol" in text for text in said)
            assert is_refused == (screen not in roles()[login].screens), path
            assert visitor.page.locator("[data-testid=stException]").count() == 0, path


@pytest.mark.parametrize(
    ("login", "says"),
    [
        ("geen-rol", "Uw account heeft geen rol"),
        ("twee-rollen", "groepen van meer dan één rol"),
        ("ander-publiek", "niet voor Wijkpuls bedoeld"),
    ],
)
def test_an_account_without_access(visitor, login, says):
    sign_in(visitor, login)
    assert says in told(visitor)
    assert visitor.page.locator("footer.wp-foot").count() == 0


def cookie_of(visitor: Visit) -> dict:
    return next(c for c in visitor.page.context.cookies() if c["name"] == "_streamlit_user")


def test_a_cookie_that_was_changed_is_no_sign_in(visitor):
    sign_in(visitor, "beleid")
    visitor.settle()
    cookie = cookie_of(visitor)
    value = cookie["value"].strip('"')
    place = len(value) // 3
    changed = value[:place] + ("A" if value[place] != "A" else "B") + value[place + 1 :]
    visitor.page.context.add_cookies([{**cookie, "value": changed}])
    visitor.page.goto(f"{visitor.address}/stadskaart")
    assert "Meld u aan met uw werkaccount" in told(visitor)


def test_a_sign_in_of_yesterday_has_expired(visitor):
    """A cookie that Streamlit itself would take for 30 days, of a sign-in nine hours ago."""
    from streamlit.web.server.starlette.starlette_app_utils import (
        create_signed_value,
        decode_signed_value,
    )

    sign_in(visitor, "beleid")
    visitor.settle()
    cookie = cookie_of(visitor)
    name = cookie["name"]
    claims = json.loads(decode_signed_value(SECRET, name, cookie["value"].strip('"').encode()))
    claims["iat"] -= 9 * 3600
    signed = create_signed_value(SECRET, name, json.dumps(claims)).decode()
    visitor.page.context.add_cookies([{**cookie, "value": signed}])
    visitor.page.goto(f"{visitor.address}/stadskaart")
    assert "Uw aanmelding is verlopen" in told(visitor)


def test_who_did_what_is_for_beheer(visitor):
    sign_in(visitor, "beheer", "/beheer")
    visitor.open("/beheer")
    table = visitor.page.inner_text("main table >> nth=0")
    assert "aangemeld" in table and "geweigerd" in table
    for name in ("analist@", "wijkteam-", "geen-rol"):
        assert name not in table


def test_what_the_server_writes_down_is_codes(visitor, signed, own, codes, server_log):
    """After a sign-in, a refused file, requests that are wrong and a screen that breaks."""
    with read_model.open_current(own) as build:
        names = [str(name) for name in build.wijken()["wijknaam"]]
    sign_in(visitor, "analist", f"/gegevens?wijk={codes[0]}&aan=jan@voorbeeld.nl")
    page = visitor.open("/gegevens")
    page.get_by_text("Een bestand toevoegen").click()
    text = b"incident_id,e-mail\n1,jan@voorbeeld.nl\n"
    page.locator("input[type=file]").set_input_files(
        {"name": "incidents-jansen.csv", "mimeType": "text/csv", "buffer": text}
    )
    page.get_by_text("lijkt over personen te gaan").wait_for()
    for path in ("/oauth2callback?code=jansen&state=geheim", "/media/jansen", "/auth/login/jansen"):
        # by somebody else: an answer may take the sign-in of the browser away
        wrong = urllib.request.Request(signed + path, headers={"Cookie": "_streamlit_user=jansen"})
        with suppress(urllib.error.HTTPError):
            urllib.request.urlopen(wrong, timeout=20).close()
    pointer = own / "warehouse" / "current"
    before = pointer.read_text()
    broken = own / "warehouse" / "build-20990101T000000Z.duckdb"
    broken.write_bytes(b"jansen geheim " * 4000)
    pointer.write_text(broken.stem + "\n")
    try:
        page.goto(f"{signed}/wijk?wijk={codes[0]}")
        page.get_by_text("Dit onderdeel kan nu niet worden getoond").wait_for()
    finally:
        pointer.write_text(before)
    written = server_log[signed].read_text()
    lines = [json.loads(line) for line in written.splitlines()]
    [broke, *_more] = [one for one in lines if one["event"] == "a screen could not be drawn"]
    assert broke["fault"] and broke["places"]
    assert "starlette_auth_routes" in written  # the wrong request was noticed
    keys = {"at", "level", "logger", "event", "fault", "places"}
    assert [line for line in lines if not set(line) <= keys] == []
    secret = [cookie["value"].strip('"')[:20] for cookie in visitor.page.context.cookies()]
    personal = ["jan", "geheim", "voorbeeld.nl", "?", "127.0.0.1", "analist", "wijkpuls-", SECRET]
    assert [one for one in [*personal, *names, *codes, *secret] if one in written] == []
