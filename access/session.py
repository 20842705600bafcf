"""Who is signed in, by Streamlit's own sign-in with OpenID Connect. The only file that asks.

Sign-in is on where the secrets of Streamlit have a section [auth]. Without it the dashboard is for
one user on this computer, and start.py sees to it that nobody else can reach it.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import streamlit as st

from access.roles import LOCAL, Access, NoAccessError, access_of
from access.settings import read_settings


def auth_section() -> Mapping[str, Any] | None:
    """The section [auth] of the secrets, or None where sign-in is off."""
    if not st.secrets.load_if_toml_exists() or "auth" not in st.secrets:
        return None
    section: Mapping[str, Any] = st.secrets["auth"]
    return section


def is_sign_in_on() -> bool:
    """Whether people sign in."""
    return auth_section() is not None


def is_signed_in() -> bool:
    """Whether the browser of this visitor holds a sign-in of which the signature is right."""
    return bool(getattr(st.user, "is_logged_in", False))


def current() -> Access | None:
    """What this visitor may do, asked anew at every step; None for who has not signed in.

    Raises NoAccessError for a sign-in that gives no access, and SettingsError.
    """
    auth = auth_section()
    if auth is None:
        return LOCAL
    if not is_signed_in():
        return None
    return access_of(
        st.user.to_dict(), read_settings(), client_id=str(auth["client_id"]), now=time.time()
    )


def signed_in_at() -> int:
    """The moment of this sign-in, in seconds since 1970; 0 without one."""
    issued = st.user.to_dict().get("iat") if is_signed_in() else None
    return int(issued) if isinstance(issued, int | float) else 0


def sign_in() -> None:
    """Send the visitor to the provider."""
    st.login()


def sign_out() -> None:
    """Forget the sign-in here, and at the provider where that knows how."""
    st.logout()


__all__ = [
    "Access",
    "NoAccessError",
    "auth_section",
    "current",
    "is_sign_in_on",
    "is_signed_in",
    "sign_in",
    "sign_out",
    "signed_in_at",
]
