"""Two hundred hostile files given to the part of the screen that takes files in: a calm answer, no
call to another computer, and nothing written outside the workspace.

Once through the widget, as a browser gives them, with the process that opens them; and once in this
process, where everything that is opened or called can be seen.
"""

import tempfile
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pipelines import delivering, intake
from pipelines.faults import NothingToBuildError
from pipelines.workspace import open_workspace
from tests.unit.pipelines.hostile_files import NUMBER, hostile_files
from tests.unit.pipelines.test_hostile_files import Watch, caller
from tests.unit.pipelines.workspace_maker import write_workspace

__all__ = ["caller"]  # a fixture

# Names that mean something to a file system, a shell, a pattern, a page or a workspace.
NAMES = (
    *("../../owned.csv", "/etc/owned.csv", "..\\..\\owned.csv", "a/b/../../../owned.csv"),
    *("*.csv", "s*.csv", "[a-z]*.csv", "signals?.csv", ".undo.csv", ".csv", "~$signals.csv"),
    *("gemeente.yaml", "truth.csv", "warehouse/current", "current", ".undo/x/after.json"),
    *("SIGNALS.CSV", "population.csv", "<script>alert(1)</script>.csv", "$(touch owned).csv"),
    *("x\x00.csv", "x\n.csv", "{{ 7*7 }}.csv", "=1+1.csv", "x" * 250 + ".csv", "CON.csv", "a .csv"),
)
CONTENT = b"date,kind,title,expected_impact\n2025-06-01,overig,Overleg,1\n"


def screen():
    """What AppTest runs: the part of the screen that takes files in."""
    from access import LOCAL
    from indicators import load_knowledge
    from language import texts_for
    from views import aanleveren_bestand, store

    aanleveren_bestand.draw(texts_for("nl"), LOCAL, store.intake(LOCAL), load_knowledge())


@pytest.fixture
def folder(tmp_path, monkeypatch):
    made = write_workspace(tmp_path / "inside" / "ws")
    monkeypatch.setenv("WIJKPULS_WORKSPACE", str(made))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tijdelijk"))
    (tmp_path / "tijdelijk").mkdir()
    return made


def everything(address):
    return [*hostile_files(address), *((name, CONTENT) for name in NAMES)]


def outside(folder):
    root = folder.parents[1]
    return {path for path in root.rglob("*") if folder not in path.parents and path != folder}


@pytest.mark.slow
def test_through_the_widget(folder, caller):
    address, calls = caller
    app = AppTest.from_function(screen, default_timeout=120).run()
    kept_out, before = outside(folder), delivering.contents(folder)
    told = saved = 0
    for name, content in everything(address):
        if Path(name).suffix.lower() not in intake.UPLOAD_SUFFIXES or "\x00" in name:
            continue  # Streamlit lets these no further than its own widget
        app.file_uploader[0].set_value((name, content, "")).run()
        told += bool(app.error)
        for button in app.button:  # there is one to save, once a file can be saved
            button.click().run()
            saved += bool(app.success)
        assert not app.exception, f"{name!r}: {app.exception}"
        assert calls == [], name
        open_workspace(folder)
        while delivering.take_back(folder):
            pass
        assert delivering.contents(folder) == before, name
    assert outside(folder) == kept_out
    assert not (Path.cwd() / "owned").exists()
    assert told > 100 and saved > 10  # both ways are really tried


@pytest.mark.slow
def test_where_everything_can_be_seen(folder, caller):
    address, calls = caller
    watch, findings = Watch(), []
    for number, (name, content) in enumerate(everything(address)):
        try:
            path = Path(tempfile.mkdtemp()) / delivering.stored_name(name, "")
        except NothingToBuildError:
            continue
        path.write_bytes(content)
        watch.is_on = True
        _take_in(folder, path)
        watch.is_on = False
        path.unlink()
        path.parent.rmdir()
        written = [
            one for one in watch.written
            if folder not in Path(one).resolve().parents and not one.startswith("/dev/")
        ]  # fmt: skip
        if calls or watch.connected or written:
            findings.append((number, name, list(calls), watch.connected[:3], written[:3]))
        calls.clear()
        watch.written.clear()
        watch.connected.clear()
    assert findings == []
    print(f"{NUMBER + len(NAMES)} hostile uploads")


def _take_in(folder, path):
    look = intake.look_at(path)
    if look.refused or look.kind is None:
        return
    if look.kind == "areas":
        name = delivering.stored_name(path.name, "areas")
        delivering.put_in(folder, path, name, "areas", None, intake.now())
        return
    mapping = {"as": look.kind, "preset": look.preset, "columns": {}}
    if intake.preview(folder, path, mapping, intake.now()).refused:
        return
    try:
        entry = {"file": path.name, **mapping}
        delivering.put_in(folder, path, path.name, look.kind, entry, intake.now())
    except NothingToBuildError:
        return
