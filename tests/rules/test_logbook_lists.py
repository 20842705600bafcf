"""The closed lists of the logbook are those of the knowledge, though neither knows the other."""

from indicators import CRITERIA, PHASE_IDS, load_knowledge
from logbook import lists, rules
from logbook.contract_rows import AGENDA_COLUMNS, SIGNAL_COLUMNS
from pipelines.contracts import contract


def test_the_lists_are_the_same():
    known, ours = load_knowledge().vocabulary, lists()
    assert ours.scheidslijn == known.scheidslijn.ids
    assert ours.source_kind == known.source_kind.ids
    assert ours.agenda_kind == known.agenda_kind.ids
    assert ours.criterion == tuple(CRITERIA)
    assert ours.phase == tuple(PHASE_IDS[:4])


def test_the_columns_are_those_of_the_contract():
    assert contract().kinds["signals"].column_names == SIGNAL_COLUMNS
    assert contract().kinds["agenda"].column_names == AGENDA_COLUMNS


def test_each_period_says_where_it_comes_from():
    periods = [rules().confirmed_phase_weeks, *rules().retention]
    assert all(one.reference["title"] and one.reference["url"] for one in periods)
