"""The guard for notes: what must be caught, and what an ordinary note may say."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from privacy import KINDS, NOTE_LENGTH, check_note
from privacy.finding import Finding, without_overlap

FOLDER = Path(__file__).parent
HOSTILE = yaml.safe_load((FOLDER / "hostile_notes.yaml").read_text(encoding="utf-8"))
ORDINARY = yaml.safe_load((FOLDER / "ordinary_notes.yaml").read_text(encoding="utf-8"))
FALSE_ALARMS_ALLOWED = 3


@pytest.mark.parametrize(
    ("kind", "note"), [(kind, note) for kind, notes in HOSTILE.items() for note in notes]
)
def test_a_note_with_a_person_or_group_is_caught(kind, note):
    assert kind in {finding.kind for finding in check_note(note)}


def test_ordinary_notes_pass():
    stopped = [
        (note, [(f.kind, note[f.start : f.end]) for f in check_note(note)])
        for note in ORDINARY
        if check_note(note)
    ]
    assert len(stopped) <= FALSE_ALARMS_ALLOWED, stopped


def test_both_sets_are_large_enough():
    hostile = [note for notes in HOSTILE.values() for note in notes]
    assert len(set(hostile)) >= 80 and len(set(ORDINARY)) >= 80
    assert set(HOSTILE) <= set(KINDS)


def test_a_note_has_a_length():
    assert check_note("a" * NOTE_LENGTH) == ()
    [finding] = check_note("a " * NOTE_LENGTH)
    assert (finding.kind, finding.start, finding.end) == ("too_long", NOTE_LENGTH, 2 * NOTE_LENGTH)


def test_the_place_is_that_of_the_found_words():
    note = "Gesproken met dhr. Jansen over het lawaai"
    [finding] = check_note(note)
    assert note[finding.start : finding.end] == "dhr. Jansen"


def test_a_wijk_that_sounds_like_a_person_may_be_named():
    note = "Het is onrustig in Karel Doormanhoek"
    assert check_note(note)
    assert check_note(note, places=["Karel Doormanhoek"]) == ()


def test_a_street_may_be_named_and_a_house_may_not():
    assert check_note("Onrust in de Kerkstraat") == ()
    assert check_note("In de Kerkstraat 12 jongeren gezien") == ()
    assert [f.kind for f in check_note("Onrust in de Kerkstraat 12")] == ["address"]


def test_characters_that_nobody_sees_hide_nothing():
    assert check_note("Marokkaanse\u200bjongeren")
    assert check_note("bel\u00a006\u00a012345678")


def test_of_findings_that_overlap_the_longest_first_one_stays():
    found = [Finding(0, 4, "name"), Finding(0, 9, "email"), Finding(5, 7, "name")]
    assert without_overlap(found) == (Finding(0, 9, "email"),)


@given(st.text(max_size=400))
def test_any_text_gives_places_in_that_text(text):
    findings = check_note(text)
    assert all(0 <= f.start < f.end <= len(text) and f.kind in KINDS for f in findings)
    assert list(findings) == sorted(findings)
    assert all(a.end <= b.start for a, b in zip(findings, findings[1:], strict=False))
