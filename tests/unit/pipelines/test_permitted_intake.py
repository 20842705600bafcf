"""Who may deliver and build: checked where files are written, for every role and every way in."""

import inspect
from pathlib import Path
from typing import get_args

import pytest

from access import Access, NotPermittedError
from access.roles import RoleName
from pipelines.permitted_intake import PermittedIntake

NEEDS = {"build": "build"}  # every other way in needs `upload`
WAYS = [name for name in vars(PermittedIntake) if not name.startswith("_")]


@pytest.mark.parametrize("role", get_args(RoleName))
@pytest.mark.parametrize("way", WAYS)
def test_a_role_gets_in_only_where_it_may(role, way, tmp_path):
    access = Access(role=role, who="code", wijken=frozenset({"WK000001"}))
    call = getattr(PermittedIntake(tmp_path, access), way)
    values = {"path": tmp_path / "a.csv", "mapping": {}, "gemeentecode": "GM0000", "year": 2026}
    silent = {"on_step": lambda step: None, "on_request": lambda url: None}
    wanted = inspect.signature(call).parameters
    arguments = {name: value for name, value in (values | silent).items() if name in wanted}
    if access.may(NEEDS.get(way, "upload")):
        try:
            call(**arguments)
        except NotPermittedError:
            pytest.fail(f"{role} may, but was refused")
        except Exception:
            pass  # an empty folder is no workspace; that is not what is tested here
        return
    with pytest.raises(NotPermittedError):
        call(**arguments)
    assert list(Path(tmp_path).iterdir()) == []
