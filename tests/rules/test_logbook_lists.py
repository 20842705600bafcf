"""The closed lists of the logbook are those of the knowledge, though neither knows the other."""

from indicators import CRITERIA, PHASE_IDS, load_knowledge
from logbook import lists, rules
from logbook.contract_rows import AGENDA_COLUMNS, SIGNAL_COLUMNS
from pipelines.contracts import contract
from tests.rules.repository import ROOT


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


# How the documents say a period.
PERIODS = {4: "vier weken", 52: "een jaar", 104: "twee jaar", 260: "vijf jaar", 520: "tien jaar"}


def test_the_documents_say_how_long_things_are_kept():
    privacy, operations = (
        (ROOT / "docs" / name).read_text(encoding="utf-8")
        for name in ("privacy.md", "operations.md")
    )
    for rule in rules().retention:
        assert PERIODS[rule.keep_weeks] in privacy, rule.rule
    assert PERIODS[rules().audit_weeks.value] in operations
    assert PERIODS[rules().backup_weeks.value] in operations
    assert PERIODS[rules().backup_weeks.value] in privacy


def test_the_documents_say_when_the_timers_run():
    operations = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    said = {"retention": "elke nacht om 3 uur", "backup": "elke nacht om 4 uur",
            "build": "elke maandag om half 6"}  # fmt: skip
    runs = {"retention": "*-*-* 03:00:00", "backup": "*-*-* 04:00:00",
            "build": "Mon *-*-* 05:30:00"}  # fmt: skip
    for job, moment in runs.items():
        timer = (ROOT / "deploy" / f"wijkpuls-{job}.timer").read_text(encoding="utf-8")
        assert f"OnCalendar={moment}\n" in timer
        [row] = [
            line for line in operations.splitlines() if f"(../deploy/wijkpuls-{job}.timer)" in line
        ]
        assert said[job] in row
