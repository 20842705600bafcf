"""From claims to a role: deny by default, one role at a time, no name kept."""

import pytest

from access import LOCAL, NotPermittedError, roles
from access.roles import NoAccessError, access_of, pseudonym
from access.settings import Settings, SettingsError, read_settings
from language import texts_for
from tests.unit.access.people import ALSO_OWN, CLIENT, NOW, OTHER, OWN, claims, person, settings


@pytest.mark.parametrize(
    ("groups", "role", "wijken"),
    [
        (["a"], "analist", None),
        (["b", "something else"], "beleid", None),
        (["h"], "beheer", None),
        (["noord"], "wijkteam", {OWN}),
        (["noord", "twee"], "wijkteam", {OWN, ALSO_OWN}),
    ],
)
def test_a_group_gives_its_role(groups, role, wijken):
    access = person(*groups)
    assert access.role == role
    assert access.wijken == (None if wijken is None else frozenset(wijken))


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"groups": []}, "no_role"),
        ({"groups": ["unknown"]}, "no_role"),
        ({"groups": None}, "no_role"),
        ({"groups": {"a": 1}}, "no_role"),
        ({"groups": "lokaal"}, "no_role"),
        ({"groups": ["a", "noord"]}, "several_roles"),
        ({"groups": ["a", "b"]}, "several_roles"),
        ({"aud": "another app"}, "not_for_us"),
        ({"aud": ["another app"]}, "not_for_us"),
        ({"aud": None}, "not_for_us"),
        ({"sub": ""}, "not_for_us"),
        ({"iat": NOW - 480 * 60}, "expired"),
        ({"iat": NOW + 121}, "expired"),
        ({"iat": None}, "expired"),
        ({"iat": True}, "expired"),
        ({"iat": "1800000000"}, "expired"),
    ],
)
def test_anything_else_gives_no_access(changes, why):
    with pytest.raises(NoAccessError) as refused:
        access_of({**claims("a"), **changes}, settings(), client_id=CLIENT, now=NOW)
    assert refused.value.why == why


def test_a_sign_in_counts_until_its_last_second():
    last = {**claims("a"), "iat": NOW - 480 * 60 + 1}
    assert access_of(last, settings(), client_id=CLIENT, now=NOW).role == "analist"


def test_groups_may_lie_deeper_in_the_claims():
    nested = Settings(groups_claim="realm_access.roles", roles={"analist": ("a",)})
    given = claims(realm_access={"roles": ["a"]})
    assert access_of(given, nested, client_id=CLIENT, now=NOW).role == "analist"


def test_who_is_never_a_name():
    one = pseudonym({"iss": "https://idp", "sub": "jan.jansen@gemeente.example"})
    assert one == pseudonym({"iss": "https://idp", "sub": "jan.jansen@gemeente.example"})
    assert one != pseudonym({"iss": "https://other", "sub": "jan.jansen@gemeente.example"})
    assert len(one) == 16 and "jansen" not in one


def test_each_role_does_what_the_gemeente_was_told():
    """The division of docs/operations.md, written out once more."""
    assert {name: sorted(role.may) for name, role in roles().items()} == {
        "lokaal": ["audit", "build", "retention", "settings", "upload"],
        "analist": ["build", "upload"],
        "wijkteam": [],
        "beleid": [],
        "beheer": ["audit", "build", "retention", "settings"],
    }
    assert {name: role.exports for name, role in roles().items()} == {
        "lokaal": ("intern", "college", "openbaar"),
        "analist": ("intern", "college", "openbaar"),
        "wijkteam": ("intern", "college"),
        "beleid": ("college", "openbaar"),
        "beheer": (),
    }
    who_decides = [n for n, role in roles().items() if "decision" in role.logbook_writes]
    assert who_decides == ["lokaal", "wijkteam"]
    assert [n for n, role in roles().items() if "rows" not in role.reads] == ["beleid"]
    assert [n for n, role in roles().items() if role.own_wijken_only] == ["wijkteam"]


def test_exports_keep_to_level_and_wijken():
    team = person("noord")
    assert team.may_export("intern", [OWN])
    assert not team.may_export("intern", [OWN, OTHER])
    assert not team.may_export("intern", None), "no wijken named means all of them"
    assert not team.may_export("openbaar", [OWN])
    assert LOCAL.may_export("openbaar", None)
    with pytest.raises(NotPermittedError):
        person("b").require_export("intern", None)


def test_a_refusal_is_a_calm_sentence():
    for lang in ("nl", "en"):
        for what in ("wijk", "export", "read cursor"):
            said = NotPermittedError(what).message(texts_for(lang))
            assert len(said) > 20 and "cursor" not in said


GOOD = """
groups_claim = "roles"
session_minutes = 60
[roles]
analist = ["x"]
[wijkteams]
noord = ["WK990101"]
"""


def test_the_settings_are_read(tmp_path):
    file = tmp_path / "access.toml"
    file.write_text(GOOD)
    found = read_settings(file)
    assert (found.groups_claim, found.session_minutes) == ("roles", 60)
    assert found.wijkteams == {"noord": ("WK990101",)}


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        (GOOD.replace("WK990101", "Noord"), "wijkteams.noord.0"),
        (GOOD.replace('["WK990101"]', "[]"), "wijkteams.noord"),
        (GOOD.replace("analist", "lokaal"), "roles.lokaal"),
        (GOOD.replace("analist", "wijkteam"), "roles.wijkteam"),
        (GOOD.replace("= 60", "= 0"), "session_minutes"),
        (GOOD.replace("= 60", "= 100000"), "session_minutes"),
        (GOOD + "\n[extra]\na = 1\n", "extra"),
        ("roles = [", "TOML"),
    ],
)
def test_wrong_settings_are_refused_with_their_place(tmp_path, wrong, place):
    file = tmp_path / "access.toml"
    file.write_text(wrong)
    with pytest.raises(SettingsError) as fault:
        read_settings(file)
    assert place in fault.value.message(texts_for("nl"))


def test_no_settings_are_no_access(tmp_path):
    with pytest.raises(SettingsError):
        read_settings(tmp_path / "none.toml")
