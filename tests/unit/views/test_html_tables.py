"""Tables and labels as HTML: complete for a screen reader, and nothing slips through unescaped."""

import pytest

import words
from language import texts_for
from views import html
from views.html import Column, Safe

NL = texts_for("nl")


def test_table_has_caption_scopes_and_a_focusable_region():
    text = html.table("Cijfers", [Column("Wijk"), Column("n", "right")], [("Noord", "3")])
    assert "<caption>Cijfers</caption>" in text
    assert text.count('scope="col"') == 2
    assert text.count('scope="row"') == 1
    assert 'tabindex="0"' in text and 'aria-label="Cijfers"' in text


def test_cells_are_escaped():
    text = html.table("<b>", [Column("<i>")], [("<script>alert(1)</script>",)])
    assert "<script>" not in text
    assert "<b>" not in text and "<i>" not in text


def test_attributes_are_escaped():
    assert html.tag("a", "x", href='"><script>') == '<a href="&quot;&gt;&lt;script&gt;">x</a>'


def test_what_is_html_already_is_left_alone():
    assert html.tag("p", Safe("<b>x</b>")) == "<p><b>x</b></p>"


def test_a_row_of_another_length_is_refused():
    with pytest.raises(ValueError):
        html.table("x", [Column("a"), Column("b")], [("1",)])


def test_an_empty_table_says_so():
    assert "niets" in html.table("x", [Column("a")], [], empty="niets")


def test_link_to_another_site_opens_apart_and_tells_it_nothing():
    assert 'rel="noopener noreferrer"' in html.link("https://www.kis.nl", "KIS")
    assert "target" not in html.link("wijk?wijk=WK000001", "Noord")


@pytest.mark.parametrize("phase", words.PHASES)
def test_phase_is_never_colour_alone(phase):
    text = html.phase_label(NL, phase)
    assert words.phase(NL, phase) in text
    assert 'aria-hidden="true"' in text


def test_unknown_level_is_said_and_is_not_calm():
    assert "geen gegevens" in html.level_label(NL, None)
    assert "rust" not in html.level_label(NL, None)


@pytest.mark.parametrize(
    ("phone", "css"), [("columns", '"wp-table"'), ("cards", "wp-stack"), ("lines", "wp-lines")]
)
def test_a_table_says_what_becomes_of_it_on_a_phone(phone, css):
    assert f"{css}" in html.table("x", [Column("a")], [("1",)], phone=phone)


def test_links_lead_to_the_anchor_of_a_heading():
    assert 'id="verloop"' in html.heading(2, "Verloop", "verloop")
    assert "id=" not in html.heading(2, "Verloop")
    jumps = html.jumps("Hier", [("verloop", "Verloop")])
    assert 'href="#verloop"' in jumps and 'aria-label="Hier"' in jumps
