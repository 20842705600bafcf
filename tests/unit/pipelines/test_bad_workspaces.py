"""Workspaces in which too little is right to build anything, and what is said then."""

from pathlib import Path

import pytest

from tests.unit.pipelines.test_bad_files import HEADER, PNG, incident
from tests.unit.pipelines.workspace_maker import (
    HEADERS,
    ask,
    built,
    call,
    csv_text,
    gemeente_text,
    table_text,
    write_workspace,
)


def test_an_encoding_named_in_gemeente_yaml_is_used(tmp_path: Path) -> None:
    mapping = {
        "file": "export_*.csv",
        "as": "incidents",
        "encoding": "cp1252",
        "columns": {"category": "Hoofdgroep"},
        "categories": {"Overlast café": "overlast_overig"},
    }
    header = ["Hoofdgroep" if name == "category" else name for name in HEADER]
    text = csv_text(header, [incident(1, "Overlast café")]).encode("cp1252")
    folder = write_workspace(
        tmp_path / "ws",
        files={"gemeente.yaml": gemeente_text(sources=[mapping]), "export_1.csv": text},
    )
    built(folder)
    found = ask(folder, "SELECT category FROM fct_incidents WHERE file = 'export_1.csv'")
    assert found["category"].tolist() == ["overlast_overig"]


@pytest.mark.parametrize(
    "encoding", ["rot13", "base64", "bestaat-niet", "undefined", "hex", "punycode", "idna", ""]
)
def test_an_encoding_that_cannot_be_used_refuses_the_file(tmp_path: Path, encoding: str) -> None:
    mapping = {"file": "incidents-x.csv", "as": "incidents", "encoding": encoding}
    text = csv_text([*HEADER, "toelichting"], [[*incident(1), "é"]]).encode()
    folder = write_workspace(
        tmp_path / "ws",
        files={"gemeente.yaml": gemeente_text(sources=[mapping]), "incidents-x.csv": text},
    )
    answer = call("check", folder)
    assert answer.code == 0
    assert "incidents-x.csv" in answer.out and "codering" in answer.out


def test_nothing_left_to_build_gives_2_and_says_why(tmp_path: Path) -> None:
    """All rows of a file wrong: the message has to say which and why, not only that nothing is
    left.
    """
    bad = csv_text(HEADERS["population"], [["WK036301", 2025, 100, 50], ["WK036302", 2025, -5, 50]])
    folder = write_workspace(tmp_path / "ws", files={"population.csv": bad})
    for command in ("check", "run"):
        answer = call(command, folder)
        assert answer.code == 2
        assert "inwoners" in answer.err
        assert "WK036301" in answer.text and "population.csv" in answer.text, command
    assert call("check", folder, "--lang", "en").err.startswith(
        "There is no usable row with residents"
    )


@pytest.mark.parametrize(
    ("files_to_lay", "says"),
    [
        ({"population.csv": None}, "inwoners"),
        ({"areas.geojson": None}, "kaartbestand"),
        ({"areas.geojson": "{}"}, "areas.geojson"),
        ({"areas.geojson": b""}, "areas.geojson"),
        ({"areas.geojson": PNG}, "areas.geojson"),
        ({"gemeente.yaml": None}, "gemeente.yaml ontbreekt"),
        (
            {
                "incidents.csv": None,
                "signals.csv": None,
                "surveys.csv": None,
                "survey_results.csv": None,
            },
            "waarneming",
        ),
    ],
)
def test_a_workspace_without_what_is_needed(
    tmp_path: Path, files_to_lay: dict[str, bytes | None], says: str
) -> None:
    folder = write_workspace(tmp_path / "ws", files=files_to_lay)
    answer = call("check", folder)
    assert (answer.code, says in answer.err) == (2, True), answer.text


def test_a_kind_of_which_the_only_file_is_refused_does_not_stop_the_build(tmp_path: Path) -> None:
    folder = write_workspace(
        tmp_path / "ws",
        files={
            "signals.csv": PNG,
            "reporters.csv": b"",
            "incidents.csv": table_text("incidents")[:40],
        },
    )
    built(folder)
    assert ask(folder, "FROM fct_signals").empty
    assert not ask(folder, "FROM fct_answers").empty
