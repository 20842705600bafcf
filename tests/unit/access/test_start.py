"""The dashboard does not start where others could reach it without signing in."""

import os
import socket
import subprocess
import sys

import pytest

from access.settings import SETTING
from access.start import is_this_computer, what_is_wrong
from language import texts_for
from tests.rules.repository import ROOT

_ = texts_for("en")
AUTH = {
    "client_id": "wijkpuls",
    "client_secret": "s",
    "server_metadata_url": "https://idp.example/.well-known/openid-configuration",
    "redirect_uri": "https://wijkpuls.example/oauth2callback",
    "cookie_secret": "x" * 32,
}


@pytest.fixture(autouse=True)
def _settings(tmp_path, monkeypatch):
    file = tmp_path / "access.toml"
    file.write_text('[roles]\nanalist = ["a"]\n')
    monkeypatch.setenv(SETTING, str(file))


@pytest.mark.parametrize("address", ["localhost", "127.0.0.1", "127.8.8.8", "::1", "[::1]"])
def test_this_computer(address):
    assert is_this_computer(address)


@pytest.mark.parametrize(
    "address", [None, "", "0.0.0.0", "::", "10.0.0.4", "192.168.1.2", "wijkpuls.example", "local"]
)
def test_beyond_this_computer(address):
    assert not is_this_computer(address)
    assert what_is_wrong(_, address=address, auth=None, trusted_headers=None)
    assert what_is_wrong(_, address=address, auth=AUTH, trusted_headers=None) is None


@pytest.mark.parametrize(
    "change",
    [
        *({name: ""} for name in AUTH),
        {"cookie_secret": "short"},
        {"redirect_uri": "http://wijkpuls.example/oauth2callback"},
        {"server_metadata_url": "http://idp.example/x"},
    ],
)
def test_a_sign_in_that_is_not_safe_is_refused(change):
    assert what_is_wrong(_, address="localhost", auth={**AUTH, **change}, trusted_headers=None)


def test_headers_of_a_visitor_are_never_believed():
    headers = {"X-User": "sub"}
    assert what_is_wrong(_, address="localhost", auth=None, trusted_headers=headers)
    assert what_is_wrong(_, address="localhost", auth=AUTH, trusted_headers=headers)


def test_sign_in_without_roles_is_refused(monkeypatch, tmp_path):
    monkeypatch.setenv(SETTING, str(tmp_path / "none.toml"))
    said = what_is_wrong(_, address="localhost", auth=AUTH, trusted_headers=None)
    assert said and "none.toml" in said


@pytest.mark.slow
def test_the_program_itself_stops_before_it_listens(tmp_path):
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port = probe.getsockname()[1]
    done = subprocess.run(
        [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(port),
         "--server.address", "0.0.0.0"],
        cwd=ROOT, capture_output=True, text=True, timeout=120,
        env={**os.environ, "WIJKPULS_WORKSPACE": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == 2
    assert "Zonder aanmelding" in done.stderr and "Without sign-in" in done.stderr
    assert "Traceback" not in done.stderr
