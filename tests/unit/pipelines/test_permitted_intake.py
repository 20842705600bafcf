"""Who may deliver and build: checked where files are written, for every role and every way in."""

import inspect
import re
from typing import get_args

import pytest

from access import Access, NotPermittedError
from access.roles import RoleName
from logbook.audit import CODES
from pipelines import read_model
from pipelines.faults import NothingToBuildError
from pipelines.permitted_intake import PermittedIntake
from tests.unit.pipelines.workspace_maker import write_workspace

# every other way in needs `upload`
NEEDS = {"build": ("build",), "contents": ("upload", "build")}
CHANGES = {"begin", "put_in", "take_back", "fetch", "build"}
WAYS = [name for name in vars(PermittedIntake) if not name.startswith("_")]


@pytest.mark.parametrize("role", get_args(RoleName))
@pytest.mark.parametrize("way", WAYS)
def test_a_role_gets_in_only_where_it_may(role, way, tmp_path):
    access = Access(role=role, who="code", wijken=frozenset({"WK000001"}))
    recorded = []
    folder, file = tmp_path / "ws", tmp_path / "a.csv"
    folder.mkdir()
    file.write_text("a,b\n1,2\n")
    call = getattr(
        PermittedIntake(folder, access, lambda event, about: recorded.append((event, about))), way
    )
    values = {
        "path": file, "name": "a.csv", "kind": "agenda", "mapping": {}, "gemeentecode": "GM9999",
        "naam": "", "year": 1990,
    }  # fmt: skip
    silent = {"on_step": lambda step: None, "on_request": lambda url: None}
    wanted = inspect.signature(call).parameters
    arguments = {name: value for name, value in (values | silent).items() if name in wanted}
    if any(access.may(action) for action in NEEDS.get(way, ("upload",))):
        try:
            call(**arguments)
        except NotPermittedError:
            pytest.fail(f"{role} may, but was refused")
        except Exception:
            pass  # an empty folder is no workspace; that is not what is tested here
        assert bool(recorded) == (way in CHANGES)
        return
    with pytest.raises(NotPermittedError):
        call(**arguments)
    assert list(folder.iterdir()) == [] and recorded == []


def test_what_is_recorded_are_codes(tmp_path):
    """A name of a file may be the name of a person."""
    folder = write_workspace(tmp_path / "ws")
    recorded = []
    ways = PermittedIntake(
        folder, Access(role="analist", who="code"), lambda *line: recorded.append(line)
    )
    path = tmp_path / "signals van Jan de Vries.csv"
    path.write_text((folder / "signals.csv").read_text())
    ways.put_in(path, path.name, "signals", None)
    ways.build(lambda step: None)
    ways.take_back()
    (folder / "areas.geojson").unlink()
    with pytest.raises(NothingToBuildError):
        ways.build(lambda step: None)
    [put_in, started, built, taken, again, failed] = recorded
    assert re.fullmatch(r"signals [0-9a-f]{16}", put_in[1]) and put_in[0] == taken[0] == "upload"
    assert started == again == ("build", "started") and failed == ("build", "failed")
    assert built == ("build", read_model.current_build_id(folder))
    assert all(CODES.match(about) for _event, about in recorded)
