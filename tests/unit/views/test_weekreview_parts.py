"""Parts of the weekly review that need no screen: saving beside others, words, marks."""

from datetime import date

import pandas as pd
import pytest

from indicators import load_knowledge
from language import texts_for
from logbook import ConflictError, NoteRefusedError, Review, made, open_logbook, week_subject
from pipelines.review_queue import Reason
from privacy import check_note, neutral_groups
from views import review_words, weekreview_form, weekreview_oordeel, weekreview_role
from views.saving import save_change, together

NL, EN = texts_for("nl"), texts_for("en")
MONDAY = date(2026, 11, 16)
SUBJECT = week_subject("WK000001", MONDAY)
BLANK = made(Review, wijkcode="WK000001", week=MONDAY)


@pytest.fixture
def logbook(tmp_path):
    with open_logbook(tmp_path) as opened:
        yield opened


def save(logbook, base, role="wijkteam-een", **change):
    return save_change(logbook, SUBJECT, base, BLANK, change, role)


def test_changes_of_two_people_in_other_fields_are_put_together(logbook):
    first = save(logbook, None, beeld="Het is druk.").version
    save(logbook, first, "wijkteam-twee", oordeel="confirm", phase="rust")
    mine = save(logbook, first, reason="Gezien op straat.")
    assert mine.merged_with == ("wijkteam-twee",)
    content = mine.version.content
    assert (content.beeld, content.oordeel, content.reason) == (
        "Het is druk.", "confirm", "Gezien op straat.",
    )  # fmt: skip


def test_two_people_who_start_at_once_both_stay(logbook):
    save(logbook, None, "wijkteam-twee", beeld="Het is druk.")
    mine = save(logbook, None, locaties=("Dorpsplein",))
    assert (mine.version.content.beeld, mine.version.content.locaties) == (
        "Het is druk.", ("Dorpsplein",),
    )  # fmt: skip


def test_choices_out_of_a_list_add_up(logbook):
    first = save(logbook, None, groepen=("jongeren", "ouders")).version
    save(logbook, first, "wijkteam-twee", groepen=("jongeren", "ouders", "huurders"))
    save(logbook, first, "wijkteam-drie", groepen=("jongeren", "ouders", "kopers"))
    mine = save(logbook, first, groepen=("jongeren",))
    assert set(mine.version.content.groepen) == {"jongeren", "huurders", "kopers"}


def test_the_same_field_in_other_words_is_for_the_person_to_choose(logbook):
    first = save(logbook, None, beeld="Het is druk.").version
    save(logbook, first, "wijkteam-twee", beeld="Het is stil.")
    with pytest.raises(ConflictError) as fault:
        save(logbook, first, beeld="Het is vol.")
    assert fault.value.theirs.content.beeld == "Het is stil."
    assert fault.value.yours.beeld == "Het is vol."
    assert logbook.newest(Review.kind, SUBJECT).content.beeld == "Het is stil."


def test_a_refused_text_is_not_stored(logbook):
    with pytest.raises(NoteRefusedError):
        save(logbook, None, beeld="Karim de Vries belt vaak.")
    assert logbook.newest(Review.kind, SUBJECT) is None


@pytest.mark.parametrize(
    ("started", "theirs", "yours", "expected"),
    [
        ((), ("a",), ("b",), ("a", "b")),
        (("a",), (), ("a", "b"), ("b",)),
        (("a", "b"), ("a",), ("b",), ()),
        (("a",), ("a",), ("a",), ("a",)),
    ],
)
def test_what_either_added_is_in_and_what_either_took_out_is_out(started, theirs, yours, expected):
    assert together(started, theirs, yours) == expected


@pytest.mark.parametrize(
    ("name", "value"),
    [("beeld", "Tekst"), ("oorzaken", ("een", "twee")), ("groepen", ("ouders",)), ("phase", None)],
)
def test_a_stored_value_survives_its_widget(name, value):
    assert weekreview_form.stored(name, weekreview_form.shown(name, value)) == value


def test_empty_lines_are_no_causes():
    assert weekreview_form.stored("oorzaken", " een \n\n twee\n") == ("een", "twee")


def test_what_was_caught_is_marked_in_the_right_line():
    change = {"oorzaken": ("Overlast bij de school.", "Klacht van Karim de Vries.")}
    text = weekreview_form.text_at(change, "oorzaken.1")
    marked = weekreview_form.marked(text, check_note(text))
    assert "<mark>" in marked and marked.startswith("Klacht van <mark>Karim")
    assert weekreview_form.marked("<b> & niets", ()) == "&lt;b&gt; &amp; niets"


def test_every_reason_has_a_sentence_in_both_languages():
    knowledge = load_knowledge()
    apart = {"criterion": "C7", "low": "beleefd", "low_level": 0.2}
    apart |= {"high": "vastgelegd", "high_level": 2.4}
    found = [
        Reason("new", "signals", {"n": 1}),
        Reason("new", "incidents", {"n": 3}),
        Reason("changed", "phase", {"was": "rust", "now": "ongemak"}),
        Reason("contradictory", "confirmed", {"confirmed": "rust", "proposed": "spanning"}),
        Reason("contradictory", "channels", apart),
        Reason("contradictory", "reporters", apart),
        Reason("silent", "silent", {"reporter": "school-een", "weeks": 1}),
        Reason("overdue", "never", {"since": None}),
        *(Reason("overdue", what, {"since": MONDAY}) for what in ("review", "expired", "measure")),
    ]
    dutch = [review_words.reason(NL, knowledge, one) for one in found]
    english = [review_words.reason(EN, knowledge, one) for one in found]
    assert dutch[0] == "1 nieuw signaal sinds de vorige bespreking."
    assert dutch[4] == (
        "Ervaren spanning: beleefd past bij rust, maar vastgelegd past bij spanning."
    )
    assert all(one != other for one, other in zip(dutch, english, strict=True))


def test_every_neutral_group_has_its_english_word():
    assert {one for one in neutral_groups() if review_words.group(EN, one) == one} <= {
        "statushouders"
    }


def test_where_no_phase_is_proposed_there_is_nothing_to_confirm():
    assert weekreview_oordeel.can("confirm", "rust")
    assert not weekreview_oordeel.can("confirm", "onvoldoende_gegevens")
    assert weekreview_oordeel.can("reject", "onvoldoende_gegevens")


def test_roles_of_the_wijk_come_first():
    roster = pd.DataFrame(
        {
            "reporter": ["zorg-b", "school-a", "adv-stad", "adv-stad"],
            "wijkcode": ["WK000002", "WK000001", "WK000001", "WK000002"],
        }
    )
    assert weekreview_role.options(roster, "WK000002") == ["adv-stad", "zorg-b", "school-a"]


def test_a_name_is_no_role(logbook):
    assert weekreview_role.refused(NL, logbook, "Karim de Vries") != ""
    assert weekreview_role.refused(NL, logbook, "x") == "Een rol heeft 2 tot 60 tekens."
    assert weekreview_role.refused(NL, logbook, "jongerenwerk-noord") == ""
