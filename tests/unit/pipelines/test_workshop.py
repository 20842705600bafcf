"""Files are opened in a process of their own: the same answers, and one that asks too much memory
or time is refused while everybody else goes on.
"""

import os
import resource
import signal
from datetime import UTC, datetime

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat
import pytest

from pipelines import intake, read_model
from pipelines.faults import NothingToBuildError
from pipelines.workshop import Workshop
from tests.unit.pipelines.workspace_maker import write_workspace

NOW = datetime(2025, 7, 1, 9, tzinfo=UTC)
AGENDA = {"as": "incidents", "columns": {}}


@pytest.fixture(scope="module")
def workshop():
    opened = Workshop()
    yield opened
    opened.close()


@pytest.fixture
def folder(tmp_path):
    return write_workspace(tmp_path / "ws")


def test_the_answers_are_those_of_the_same_code_here(workshop, folder):
    path = folder / "incidents.csv"
    assert workshop.look_at(path, None) == intake.look_at(path)
    there, here = (one.preview(folder, path, AGENDA, NOW) for one in (workshop, intake))
    assert (there.rows_in, there.rows_used) == (here.rows_in, here.rows_used) == (5, 5)
    pd.testing.assert_frame_equal(there.first_rows, here.first_rows)
    assert workshop.preview_map(folder / "areas.geojson", 2025).wijken == 3


def test_what_goes_wrong_there_is_said_here(workshop, tmp_path):
    (tmp_path / "incidents.csv").write_text("a\n1\n")
    with pytest.raises(NothingToBuildError) as said:
        workshop.preview(tmp_path / "niets", tmp_path / "incidents.csv", AGENDA, NOW)
    assert "bestaat niet" in said.value.message_nl and "does not" in said.value.message_en


def test_a_build_says_how_far_it_is(workshop, folder):
    steps = []
    build_id = workshop.build(folder, NOW, steps.append)
    assert "phases" in steps and read_model.current_build_id(folder) == build_id


def test_a_process_that_was_killed_is_replaced(workshop, folder):
    path = folder / "incidents.csv"
    workshop.look_at(path, None)
    os.kill(workshop._apart.pid, signal.SIGKILL)
    assert "te veel geheugen" in workshop.look_at(path, None).refused["nl"]
    assert workshop.look_at(path, None).refused is None


def bombs(tmp_path):
    """Small files that unpack to far more than there is."""
    zeros = pd.DataFrame(np.zeros((1_000_000, 60)), columns=[f"v{n}" for n in range(60)])
    pyreadstat.write_sav(zeros, str(tmp_path / "nullen.sav"), compress=True)
    (tmp_path / "haken.json").write_bytes(b"[" + b"{}," * 15_000_000 + b'{"a":1}]')
    once = pa.DictionaryArray.from_arrays(pa.array(np.zeros(20_000_000, "int32")), ["x" * 2000])
    pq.write_table(pa.table({"eerste": once}), tmp_path / "lang.parquet", compression="zstd")
    return ["nullen.sav", "haken.json", "lang.parquet"]


@pytest.mark.slow
def test_a_file_that_unpacks_to_too_much_is_refused(folder, tmp_path):
    workshop = Workshop(seconds=20)
    for name in bombs(tmp_path):
        assert (tmp_path / name).stat().st_size < 50_000_000
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        assert workshop.look_at(tmp_path / name, None).refused, name
        assert workshop.look_at(folder / "incidents.csv", None).refused is None
        grown_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        assert grown_kb < 100_000, name
    workshop.close()
