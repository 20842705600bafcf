"""Signing in, for every test that needs it: a real provider, the settings of the gemeente made from
the examples in deploy/, and the way through the door.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import time
import tomllib
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.browser.conftest import Visit

ROOT = Path(__file__).resolve().parents[2]
PROVIDER = ROOT / "tests" / "oidc"
SECRET = "a secret of the tests, long enough to sign with"
START_SECONDS = 40
LOAD_MS = 30_000


def install_provider() -> None:
    """The provider as npm installs it, of the version that package.json asks for."""
    npm = shutil.which("npm")
    if not npm or not shutil.which("node"):
        pytest.skip("the provider needs node and npm: apt-get install nodejs npm")
    wanted = json.loads((PROVIDER / "package.json").read_text())["dependencies"]["oidc-provider"]
    installed = PROVIDER / "node_modules" / "oidc-provider" / "package.json"
    if installed.is_file() and json.loads(installed.read_text())["version"] == wanted:
        return
    command = [npm, "install", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts"]
    done = subprocess.run(command, cwd=PROVIDER, capture_output=True, timeout=180)
    if done.returncode:
        pytest.skip("npm could not install oidc-provider; is there a network?")


@contextmanager
def provider(port: int, redirect: str, log: Path) -> Iterator[str]:
    """A provider that sends people back to one address; gives its own."""
    issuer = f"http://localhost:{port}"
    with log.open("wb") as lines:
        server = subprocess.Popen(
            ["node", "provider.mjs", str(port), redirect],
            cwd=PROVIDER, stdout=lines, stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        if not _answers(f"{issuer}/.well-known/openid-configuration", server):
            said = log.read_text(errors="replace")[-300:]
            pytest.fail(f"the provider did not start: {said}")
        yield issuer
    finally:
        server.terminate()
        server.wait(timeout=15)


def _answers(address: str, server: subprocess.Popen[bytes]) -> bool:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=1):
                return True
        except OSError:
            time.sleep(0.2)
    return False


def write_settings(
    folder: Path, redirect: str, issuer: str, wijkcode: str
) -> tuple[list[str], dict[str, str]]:
    """The files of the gemeente for sign-in; gives the options and the environment that name them.

    They are the examples in deploy/ with the values of the tests filled in, so that an example that
    is wrong does not work here either.
    """
    secrets = (ROOT / "deploy" / "secrets.example.toml").read_text(encoding="utf-8")
    values = {
        "redirect_uri": redirect,
        "cookie_secret": SECRET,
        "client_id": "wijkpuls",
        "client_secret": "secret-of-the-tests",
        "server_metadata_url": f"{issuer}/.well-known/openid-configuration",
    }
    for name, value in tomllib.loads(secrets)["auth"].items():
        if name in values:
            secrets = secrets.replace(f'{name} = "{value}"', f'{name} = "{values[name]}"')
    secrets = secrets.replace('scope = "openid"', 'scope = "openid"\nprompt = "login"')
    (folder / "secrets.toml").write_text(secrets)
    access = (ROOT / "deploy" / "access.example.toml").read_text(encoding="utf-8")
    access = access.replace("wijkpuls-wijkteam-noord", "wijkpuls-wijkteam")
    access = access.replace('["WK000001", "WK000002"]', f'["{wijkcode}"]')
    (folder / "access.toml").write_text(access)
    return (
        ["--secrets.files", str(folder / "secrets.toml")],
        {"WIJKPULS_ACCESS": str(folder / "access.toml")},
    )


def sign_in(visitor: Visit, login: str, path: str = "/stadskaart") -> None:
    """Through the door, the provider and back."""
    page = visitor.page
    page.goto(visitor.address + path)
    page.get_by_role("button", name="Aanmelden").click()
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", "any")
    page.click("button[type=submit]")
    page.wait_for_selector("form", timeout=LOAD_MS)
    page.click("button[type=submit]")  # consent
    page.wait_for_url(f"{visitor.address}/**", timeout=LOAD_MS)
