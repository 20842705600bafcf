"""A copy that is put back holds the same files, figures, decisions and audit."""

import json
import threading
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from logbook import audit, open_logbook, rules
from pipelines import backup, read_model
from pipelines.faults import NothingToBuildError
from tests.unit.logbook.contents_maker import decision, signal
from tests.unit.pipelines.workspace_maker import AS_OF, WIJKEN, built, call, write_workspace

NOW = datetime(2026, 11, 21, 2, tzinfo=UTC)
KINDS = ("signal", "decision")


@pytest.fixture
def workspace(tmp_path) -> Path:
    folder = write_workspace(tmp_path / "ws")
    with open_logbook(folder) as logbook:
        for number in range(20):
            logbook.save(f"s{number}", signal(wijkcode=WIJKEN[number % 3]), role="wijkteam")
        logbook.save("d1", decision(), role="wijkteam")
        audit.record(logbook, "export", who="abc", role="analist", about="phases intern csv")
    built(folder, "--as-of", AS_OF)
    return folder


def contents(folder: Path) -> dict[str, object]:
    """All that a workspace holds, to compare."""
    with open_logbook(folder) as logbook, read_model.open_current(folder) as build:
        return {
            "files": {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()},
            "versions": {
                kind: [logbook.history(kind, one.subject_id) for one in logbook.find(kind)]
                for kind in KINDS
            },
            "audit": audit.lines(logbook, 100),
            "build": build.build_id,
            "phases": build.phases_for_export(None).to_csv(),
        }


def test_a_copy_that_is_put_back_is_the_same(workspace, tmp_path):
    copy = backup.save(workspace, tmp_path / "copies", NOW)
    assert copy.name == "wijkpuls-20261121T020000Z"
    answer = call("restore", copy, tmp_path / "back")
    assert answer.code == 0, answer.text
    assert contents(tmp_path / "back") == contents(workspace)
    # and it goes on from there
    with open_logbook(tmp_path / "back") as logbook:
        logbook.save("s99", signal(), role="wijkteam")
    built(tmp_path / "back", "--as-of", AS_OF)


def test_a_copy_made_while_others_write_is_whole(workspace, tmp_path):
    stop = threading.Event()

    def write():
        with open_logbook(workspace) as logbook:
            number = 100
            while not stop.is_set():
                logbook.save(f"s{number}", signal(), role="wijkteam")
                number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        copies = [
            backup.save(workspace, tmp_path / "copies", NOW.replace(minute=n)) for n in range(5)
        ]
    finally:
        stop.set()
        writer.join()
    numbers = []
    for place, copy in enumerate(copies):
        backup.restore(copy, tmp_path / f"back{place}")
        with open_logbook(tmp_path / f"back{place}") as logbook:
            found = logbook.find("signal")
            ids = sorted(one.change_id for one in found)
            assert all(one.content.observed_on == date(2026, 11, 18) for one in found)
            numbers.append(len(ids))
    assert numbers == sorted(numbers) and numbers[0] >= 20


@pytest.mark.parametrize("harm", ["changed", "missing", "extra", "no manifest"])
def test_a_copy_that_is_not_whole_is_not_put_back(workspace, tmp_path, harm):
    copy = backup.save(workspace, tmp_path / "copies", NOW)
    victim = copy / "files" / "incidents.csv"
    if harm == "changed":
        victim.write_bytes(victim.read_bytes() + b"x")
    elif harm == "missing":
        victim.unlink()
    elif harm == "extra":
        (copy / "files" / "more.csv").write_text("x")
    else:
        (copy / "manifest.json").write_text(json.dumps([]))
    answer = call("restore", copy, tmp_path / "back")
    assert answer.code == 2 and answer.err
    assert not (tmp_path / "back").exists()


def test_nothing_is_put_over_what_is_there(workspace, tmp_path):
    copy = backup.save(workspace, tmp_path / "copies", NOW)
    before = contents(workspace)
    assert call("restore", copy, workspace).code == 2
    assert contents(workspace) == before


def test_a_copy_that_fails_leaves_nothing(workspace, tmp_path, monkeypatch):
    def full(*_arguments):
        raise OSError("no space left")

    monkeypatch.setattr(backup, "copy_logbook", full)
    with pytest.raises(OSError):
        backup.save(workspace, tmp_path / "copies", NOW)
    assert list((tmp_path / "copies").iterdir()) == []
    with pytest.raises(NothingToBuildError):
        backup.save(tmp_path / "nothing", tmp_path / "copies", NOW)


def test_back_to_an_earlier_build(workspace):
    first = read_model.current_build_id(workspace)
    built(workspace, "--as-of", AS_OF)
    second = read_model.current_build_id(workspace)
    assert second != first
    assert call("use", workspace, first).code == 0
    assert read_model.current_build_id(workspace) == first
    wrong = call("use", workspace, "build-20200101T000000Z")
    assert wrong.code == 2 and read_model.current_build_id(workspace) == first


def test_the_card_for_the_register_has_every_field(workspace):
    card = json.loads(call("register", workspace).out)
    assert card["Organisatie"] == "Gemeente Testplaats"
    only_the_gemeente_knows = {name for name, text in card.items() if text is None}
    assert {"Contactgegevens", "Begindatum"} <= only_the_gemeente_knows
    must = {
        "Naam", "Korte omschrijving", "Organisatie", "Status", "Contactgegevens",
        "Publicatiecategorie", "Thema", "Begindatum", "Einddatum", "Doel en impact", "Afwegingen",
        "Menselijke tussenkomst", "Risicobeheer", "Links naar wettelijke basis", "Impacttoetsen",
        "Gegevens", "Technische werking", "Leverancier", "Taal", "Schema", "Bron-ID", "Zoektermen",
    }  # fmt: skip
    assert must <= set(card)
    assert len(card["Korte omschrijving"]) < 350


def test_copies_past_their_period_go_and_nothing_else(workspace, tmp_path):
    folder = tmp_path / "copies"
    weeks = rules().backup_weeks.value
    for age in (weeks * 7 + 1, weeks * 7, 1):
        backup.save(workspace, folder, NOW - timedelta(days=age))
    others = ("wijkpuls-20200101T000000Z.zip", "wijkpuls-20200101T000000Z", "brief.txt")
    (folder / others[0]).touch()
    (folder / others[1]).mkdir()  # no copy of ours: it has no list of its files
    (folder / others[2]).touch()
    before = {path.name for path in folder.iterdir()}
    gone = backup.tidy(folder, weeks, NOW)
    assert gone == [f"wijkpuls-{NOW - timedelta(days=weeks * 7 + 1):%Y%m%dT%H%M%SZ}"]
    assert {path.name for path in folder.iterdir()} == before - set(gone)


def test_the_last_copy_never_goes(workspace, tmp_path):
    folder = tmp_path / "copies"
    for weeks in (90, 80):
        backup.save(workspace, folder, NOW - timedelta(weeks=weeks))
    assert len(backup.tidy(folder, 4, NOW)) == 1
    assert backup.tidy(folder, 4, NOW) == []
    answer = call("backup", workspace, folder, "--tidy")
    assert answer.code == 0 and answer.text.count("wijkpuls-") == 2


def test_without_the_logbook_the_rest_is_copied(workspace, tmp_path, monkeypatch):
    monkeypatch.setenv("WIJKPULS_LOGBOOK", "postgresql://nobody@localhost/nothing")
    assert call("backup", workspace, tmp_path / "copies").code == 2
    assert call("backup", workspace, tmp_path / "copies", "--without-logbook").code == 0
    [copy] = (tmp_path / "copies").iterdir()
    assert (copy / "files" / "gemeente.yaml").is_file() and not (copy / "logbook.sqlite").exists()
