"""One person of each role, on a gemeente of six wijken."""

from __future__ import annotations

from access import Access, Settings
from access.roles import access_of

CLIENT = "wijkpuls"
NOW = 1_800_000_000.0
OWN, ALSO_OWN, OTHER = "WK990101", "WK990102", "WK990103"


def settings(first: str = OWN, second: str = ALSO_OWN) -> Settings:
    return Settings(
        roles={"analist": ("a",), "beleid": ("b",), "beheer": ("h",)},
        wijkteams={"noord": (first,), "twee": (first, second)},
    )


def claims(*groups: str, **more: object) -> dict[str, object]:
    start: dict[str, object] = {
        "iss": "https://idp.example", "sub": "account-" + "-".join(groups), "aud": CLIENT,
        "iat": NOW - 60, "groups": list(groups),
    }  # fmt: skip
    return {**start, **more}


def person(*groups: str, first: str = OWN, second: str = ALSO_OWN) -> Access:
    return access_of(claims(*groups), settings(first, second), client_id=CLIENT, now=NOW)
