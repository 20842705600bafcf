"""The tool that keeps the English catalogue in step with the sentences in the code."""

from babel.messages.catalog import Catalog

from language import extract

SOURCE = """
x = _("a {d} {e}", d=_.date(1), e=_("b"))
y = _.plural("{n} wijk", "{n} wijken", n, z=_("c"))
z = [_("d" "e"), html(_("f {g}", g=tag(_("h"))))]
w = other("not this one"), _(variable)
"""


def test_every_sentence_is_found_however_deep(tmp_path):
    path = tmp_path / "x.py"
    path.write_text(SOURCE, encoding="utf-8")
    found = set(extract.messages_in(path))
    assert found == {"a {d} {e}", "b", ("{n} wijk", "{n} wijken"), "c", "de", "f {g}", "h"}


def test_translations_are_kept_and_nothing_is_guessed():
    old, new = Catalog(locale="en"), Catalog(locale="en")
    old.add("rust", "calm")
    new.add("rust")
    new.add("rustig")
    kept = extract.updated(new, old)
    assert kept.get("rust").string == "calm"
    assert extract.missing(kept) == ["rustig"]


def test_other_placeholders_count_as_missing():
    catalogue = Catalog(locale="en")
    catalogue.add("{n} van {m}", "{n} of them")
    catalogue.add(("{n} rij", "{n} rijen"), ("{n} row", "{n} rows"))
    assert extract.missing(catalogue) == ["{n} van {m}"]


def test_a_plural_with_one_form_counts_as_missing():
    catalogue = Catalog(locale="en")
    catalogue.add(("{n} rij", "{n} rijen"), ("{n} row", ""))
    assert extract.missing(catalogue) == ["{n} rij"]


def test_the_catalogue_of_the_product_is_up_to_date_and_complete(capsys):
    assert extract.main(["--check"]) == 0, capsys.readouterr().out
