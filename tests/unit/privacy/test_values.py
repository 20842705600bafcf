"""Values that point at a person, and values that only look like one."""

import pytest

from privacy import find_values, is_bsn, is_iban


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("111222333", "bsn"),
        ("1112.22.333", "bsn"),
        ("bsn: 12345678", "bsn"),
        ("NL91ABNA0417164300", "iban"),
        ("nl91 abna 0417 1643 00 graag", "iban"),
        ("DE89370400440532013000", "iban"),
        ("06-12345678", "phone"),
        ("(020) 624 11 11", "phone"),
        ("+31612345678", "phone"),
        ("iemand@voorbeeld.nl", "email"),
        ("iemand [at] voorbeeld.nl", "email"),
        ("@iemand_anders", "account"),
        ("AB-12-34", "licence_plate"),
        ("GX-123-B", "licence_plate"),
        ("12-abc-3", "licence_plate"),
        ("1012AB", "postcode"),
        ("1012 AB 14", "postcode"),
        ("12-03-1984", "birth_date"),
        ("1984-03-12", "birth_date"),
        ("12 maart 1984", "birth_date"),
        ("geb. 2009", "birth_date"),
    ],
)
def test_a_value_of_a_person_is_found(text, kind):
    [finding] = find_values(text)
    assert finding.kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "123456789",  # does not pass the check digit
        "12-11-2026",
        "2026-W46",
        "WK010601",
        "14 020",
        "20:00 tot 22:30",
        "NL91ABNA0417164301",
        "A28 en N34",
        "112",
        "31-02-1984",
        "C10 niveau 2",
        "100 000 euro",
    ],
)
def test_what_only_looks_like_one_is_left_alone(text):
    assert find_values(text) == ()


def test_check_digits():
    assert is_bsn("111222333") and not is_bsn("111222334")
    assert is_iban("NL91 ABNA 0417 1643 00") and not is_iban("NL91 ABNA 0417 1643 01")
