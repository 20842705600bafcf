"""Before the dashboard listens: is it safe to? What is not right stops it, with what to do.

Streamlit listens to the whole network when no address is set, and believes any header that
`server.trustedUserHeaders` names. Both are looked at here, whoever starts it and however.
"""

from __future__ import annotations

import ipaddress
import sys
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from access.session import auth_section
from access.settings import SettingsError, read_settings
from language import Texts, texts_for

SHORTEST_COOKIE_SECRET = 32
EXIT_CODE = 2


def is_this_computer(address: str | None) -> bool:
    """Whether an address reaches only the computer itself; no address at all reaches everybody."""
    name = (address or "").strip().strip("[]").lower()
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def what_is_wrong(
    _: Texts, *, address: str | None, auth: Mapping[str, Any] | None, trusted_headers: object
) -> str | None:
    """Why the dashboard must not start like this, or None."""
    if trusted_headers:
        return _(
            "server.trustedUserHeaders laat een bezoeker zeggen wie hij is. Haal die instelling "
            "weg: Wijkpuls gelooft alleen een aanmelding met OpenID Connect."
        )
    if auth is None:
        if is_this_computer(address):
            return None
        return _(
            "Zonder aanmelding is het dashboard alleen voor deze computer. Stel aanmelding in "
            "(docs/operations.md), of laat server.address op localhost staan."
        )
    return _wrong_sign_in(_, auth)


def _wrong_sign_in(_: Texts, auth: Mapping[str, Any]) -> str | None:
    wanted = ("client_id", "client_secret", "server_metadata_url", "redirect_uri", "cookie_secret")
    missing = [name for name in wanted if not str(auth.get(name, "")).strip()]
    if missing:
        return _("In [auth] van secrets.toml ontbreekt: {names}.", names=", ".join(missing))
    if len(str(auth["cookie_secret"])) < SHORTEST_COOKIE_SECRET:
        return _(
            "cookie_secret in secrets.toml is te kort: neem minstens {n} willekeurige tekens.",
            n=SHORTEST_COOKIE_SECRET,
        )
    for name in ("redirect_uri", "server_metadata_url"):
        parts = urlsplit(str(auth[name]))
        if parts.scheme != "https" and not is_this_computer(parts.hostname):
            return _("{name} in secrets.toml moet met https beginnen.", name=name)
    try:
        read_settings()
    except SettingsError as fault:
        return fault.message(_)
    return None


def is_local_only() -> bool:
    """Whether only this computer may ask anything: nobody signs in."""
    return auth_section() is None


def is_https() -> bool:
    """Whether visitors come over https: so says the address that the provider sends them to."""
    auth = auth_section()
    return auth is not None and urlsplit(str(auth["redirect_uri"])).scheme == "https"


def refuse_unsafe_start() -> None:
    """Stop the program when it is not safe to start; called before anything listens."""
    for _ in (texts_for("nl"), texts_for("en")):
        wrong = what_is_wrong(
            _,
            address=st.config.get_option("server.address"),
            auth=auth_section(),
            trusted_headers=st.config.get_option("server.trustedUserHeaders"),
        )
        if wrong is None:
            return
        sys.stderr.write(wrong + "\n")
    sys.exit(EXIT_CODE)
