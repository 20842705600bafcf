"""One small fictional gemeente with a build and a logbook, for all tests of the briefings."""

import io
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pypdfium2
import pytest

from briefings.reading import Reader, Request
from demo.settings import Settings
from demo.workspace import write_workspace
from indicators import load_knowledge
from logbook import Decision, Logbook, Measure, made, new_id, open_logbook, week_subject
from pipelines import read_model
from pipelines.build import run_build

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
WEEK = date(2026, 11, 9)
CONFIRMED = "WK000003"
WITH_MEASURE = "WK000002"


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve wijken, forty weeks, one confirmed phase, one measure, and a wijk of 60 residents."""
    folder = tmp_path_factory.mktemp("briefings") / "ws"
    write_workspace(folder, Settings(seed=3, weeks=40, wijken=12))
    population = folder / "population.csv"
    lines = population.read_text(encoding="utf-8-sig").splitlines()
    small = [
        ",".join([code, year, "60", "30"]) if code == "WK000012" else line
        for line in lines
        for code, year in [line.replace(";", ",").split(",")[:2]]
    ]
    population.write_text("\n".join(small) + "\n", encoding="utf-8")
    with open_logbook(folder) as opened:
        book = Logbook(opened.engine, opened.places, clock=lambda: NOW)
        _decide(book)
    run_build(folder, None, NOW, lambda step: None)
    return folder


def _decide(book: Logbook) -> None:
    decision = made(
        Decision,
        wijkcode=CONFIRMED,
        week=date(2026, 11, 2),
        oordeel="adjust",
        phase="spanning",
        reason="besproken in het overleg",
        proposed_phase="ongemak",
        rule_version="2026.11-gewogen",
        build_id="build-0",
        decided_on=date(2026, 11, 4),
    )
    subject = week_subject(CONFIRMED, date(2026, 11, 2))
    book.save(subject, decision, role="wijkteam-oost")
    measure = made(
        Measure,
        wijkcode=WITH_MEASURE,
        title="Koffie op het plein",
        owner="opbouwwerk-oost",
        starts_on=date(2026, 10, 1),
        review_on=date(2026, 12, 1),
        status="loopt",
    )
    book.save(new_id(), measure, role="wijkteam-oost")


@pytest.fixture(scope="session")
def build(workspace: Path) -> Iterator[read_model.Build]:
    opened = read_model.open_current(workspace)
    assert opened is not None
    with opened:
        yield opened


@pytest.fixture(scope="session")
def reader(build: read_model.Build) -> Reader:
    return Reader(build, load_knowledge())


def request_of(level: str, *wijken: str, week: date = WEEK, period_weeks: int = 13) -> Request:
    """A request as the command line makes it."""
    return Request(
        week_start=week,
        level=level,
        wijken=wijken,
        period_weeks=period_weeks,
        reviewed_by="beleidsadviseur" if level == "openbaar" else None,
    )


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page, each run of spaces and line ends as one space."""
    with closing(pypdfium2.PdfDocument(pdf)) as opened:
        pages = [opened[place].get_textpage().get_text_range() for place in range(len(opened))]
    return [" ".join(page.split()) for page in pages]


def texts_in(content: bytes, format: str, folder: Path) -> str:
    """All text of a file in one of the formats, as a reader would find it."""
    if format == "pdf":
        return "\n".join(pages_of(content))
    if format == "docx":
        import docx

        made_file = docx.Document(io.BytesIO(content))
        section = made_file.sections[0]
        lines = [paragraph.text for paragraph in made_file.paragraphs]
        lines += [p.text for part in (section.header, section.footer) for p in part.paragraphs]
        lines += [c.text for t in made_file.tables for row in t.rows for c in row.cells]
        return "\n".join(lines)
    if format == "xlsx":
        import openpyxl

        book = openpyxl.load_workbook(io.BytesIO(content))
        return "\n".join(
            str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
        )
    if format == "gpkg":
        import pyogrio

        path = folder / "read.gpkg"
        path.write_bytes(content)
        frames = [pyogrio.read_dataframe(path, layer=name) for name, _ in pyogrio.list_layers(path)]
        return "\n".join(frame.to_csv() for frame in frames)
    return content.decode("utf-8-sig")
