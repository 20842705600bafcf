"""Every format holds what it must: the origin, and for every figure its n, date and certainty."""

import csv
import io
import json
import re
import zipfile
from datetime import date

import docx
import openpyxl
import pikepdf
import pyogrio
import pytest

from briefings import phrases
from briefings.document import Table
from briefings.making import FORMATS, document, make
from briefings.model import LEVELS, STATUSES, Figure
from briefings.pdf import pdf
from briefings.tables import long_rows
from indicators import load_knowledge
from language import texts_for
from tests.unit.briefings.conftest import (
    CONFIRMED,
    WEEK,
    WITH_MEASURE,
    pages_of,
    request_of,
    texts_in,
)

KNOWLEDGE = load_knowledge()
NL, EN = texts_for("nl"), texts_for("en")
READABLE = tuple(name for name in FORMATS if name != "pack")


def origin_words(texts, request, reader) -> list[str]:
    """What a reader must be able to find in every file."""
    briefing = reader.overview(request)
    about = briefing.about
    return [
        about.gemeente,
        about.build_id,
        about.rule_version,
        *([about.reviewed_by] if about.reviewed_by else []),
        *request.wijken,
    ]


@pytest.mark.parametrize("format", READABLE)
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_filter_is_found_back_in_every_format(reader, tmp_path, format, lang):
    """Wijk, week, period, level and reviewer: changed one by one, and each found in the file."""
    texts = texts_for(lang)
    seen = set()
    for request in (
        request_of("intern", WITH_MEASURE),
        request_of("intern", CONFIRMED),
        request_of("intern", WITH_MEASURE, week=date(2026, 10, 26)),
        request_of("intern", WITH_MEASURE, period_weeks=26),
        request_of("college", WITH_MEASURE),
        request_of("openbaar", WITH_MEASURE),
    ):
        content = make(texts, KNOWLEDGE, reader, request, format)
        text = texts_in(content, format, tmp_path)
        for word in origin_words(texts, request, reader):
            assert word in text, (format, word)
        about = reader.overview(request).about
        if format in ("docx", "pdf"):
            assert phrases.level(texts, request.level) in text
            assert texts.week(request.week_start) in text
            assert texts.date(about.period_start) in text
        else:
            assert request.level in text
            assert about.week_start.strftime("%G-W%V") in text
            assert str(about.period_start) in text
        assert re.search("fictief|fictional", text, re.IGNORECASE)
        seen.add(text)
    assert len(seen) == 6


@pytest.mark.parametrize("level", LEVELS)
def test_every_figure_says_its_n_date_and_certainty(reader, level):
    """The rule of the product, on every figure of every wijk; all formats use these three."""
    briefing = reader.full(request_of(level))
    figures = [
        figure
        for part in briefing.wijken
        for figure in (
            *part.figures,
            part.coverage,
            *part.registers,
            *(reason.figure for reason in part.reasons if reason.figure),
        )
    ]
    assert len(figures) > 150
    reasons = [reason for part in briefing.wijken for reason in part.reasons]
    assert all(reason.figure for reason in reasons if reason.kind in ("level", "fits"))
    for texts in (NL, EN):
        for figure in figures:
            for written in (
                phrases.rests_on(texts, figure),
                phrases.when(texts, figure),
                phrases.precision(texts, KNOWLEDGE, figure),
                phrases.value(texts, KNOWLEDGE, figure),
            ):
                assert written and written not in ("–", "None"), figure
    for figure in figures:
        if figure.value is not None:
            assert figure.n is not None and figure.period_end is not None, figure


@pytest.mark.parametrize("format", ["csv", "xlsx", "geojson", "gpkg"])
def test_every_row_with_a_figure_has_them_in_the_file(reader, tmp_path, format):
    content = make(NL, KNOWLEDGE, reader, request_of("college"), format)
    rows = rows_of_file(content, format, tmp_path)
    assert len(rows) > 150
    for row in rows:
        assert row["status"] in STATUSES
        for name in ("rests_on", "when", "precision", "value_text", "unit"):
            assert row[name], (name, row)


@pytest.mark.parametrize("level", LEVELS)
def test_every_table_with_figures_in_the_document_has_those_columns(reader, level):
    made = document(NL, KNOWLEDGE, reader, request_of(level, *reader.codes()))
    tables = [block for block in made.blocks if isinstance(block, Table)]
    with_figures = [table for table in tables if table.columns[0].label in ("Cijfer", "Reden")]
    assert len(with_figures) > 12
    for table in with_figures:
        labels = {column.label for column in table.columns}
        assert {"Rust op (n)", "Datum", "Hoe precies"} <= labels
        assert all(all(cell for cell in row) for row in table.rows)


def rows_of_file(content, format, folder) -> list[dict]:
    """The figures in a file, as its reader gets them."""
    if format == "csv":
        rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")
        return [row for row in rows if row["part"] == "figure"]
    if format == "geojson":
        features = json.loads(content)["features"]
        return [row for feature in features for row in feature["properties"]["figures"]]
    if format == "xlsx":
        rows = list(openpyxl.load_workbook(io.BytesIO(content))["Cijfers"].values)
        head = next(place for place, row in enumerate(rows) if row[0] == "wijkcode")
        return [dict(zip(rows[head], row, strict=True)) for row in rows[head + 1 :]]
    path = folder / "figures.gpkg"
    path.write_bytes(content)
    return pyogrio.read_dataframe(path, layer="cijfers").to_dict("records")


def test_the_five_statuses_look_different():
    figures = [
        Figure("WK000001", "count", "overlast_meldingen", status, value, None, "events", WEEK, WEEK)
        for status in STATUSES
        for value in [0.0 if status == "zero" else 3.0 if status == "shown" else None]
    ]
    for texts in (NL, EN):
        assert len({phrases.value(texts, KNOWLEDGE, one) for one in figures}) == len(STATUSES)
        assert len({phrases.status(texts, one) for one in figures}) == len(STATUSES)


def test_the_spreadsheet_has_typed_cells_and_its_sheets(reader):
    book = openpyxl.load_workbook(
        io.BytesIO(make(NL, KNOWLEDGE, reader, request_of("intern"), "xlsx"))
    )
    assert book.sheetnames == [
        *("Over dit bestand", "Fasen", "Cijfers", "Redenen", "Maatregelen"),
        *("Methode", "Bronnen", "Begrippen"),
    ]
    for sheet in book:
        opening = " ".join(str(sheet.cell(row, 1).value) for row in range(1, 5))
        assert "Voorbeeldstad" in opening and "FICTIEF" in opening and "build-" in opening
        assert "build-" in sheet.oddFooter.left.text
    rows = rows_of_file(make(NL, KNOWLEDGE, reader, request_of("intern"), "xlsx"), "xlsx", None)
    shown = [row for row in rows if row["status"] == "shown"]
    assert all(isinstance(row["value"], int | float) for row in shown)
    assert all(isinstance(row["n"], int | float) for row in shown)
    assert all(hasattr(row["last_day"], "year") for row in shown)


def test_the_geopackage_is_valid_and_describes_its_fields(reader, tmp_path):
    path = tmp_path / "out.gpkg"
    path.write_bytes(make(NL, KNOWLEDGE, reader, request_of("intern"), "gpkg"))
    layers = dict(pyogrio.list_layers(path))
    assert {"wijken", "cijfers", "redenen", "maatregelen", "velden"} <= set(layers)
    wijken = pyogrio.read_dataframe(path, layer="wijken")
    assert wijken.crs.to_epsg() == 28992 and wijken.geometry.is_valid.all()
    assert wijken["wijkcode"].str.fullmatch(r"WK\d{6}").all()
    assert wijken["gemeentecode"].str.fullmatch(r"GM\d{4}").all()
    described = set(pyogrio.read_dataframe(path, layer="velden")["veld"])
    used = set(wijken.columns) | set(pyogrio.read_dataframe(path, layer="cijfers").columns)
    assert used - {"geometry"} <= described


def test_the_geojson_is_in_degrees_with_cbs_codes(reader):
    content = json.loads(make(NL, KNOWLEDGE, reader, request_of("college"), "geojson"))
    assert content["type"] == "FeatureCollection"
    for feature in content["features"]:
        assert re.fullmatch(r"WK\d{6}", feature["id"])
        ring = feature["geometry"]["coordinates"]
        while isinstance(ring[0], list):
            ring = ring[0]
        assert 3 < ring[0] < 8 and 50 < ring[1] < 54
        assert set(feature["properties"]) - {"figures", "reasons", "measures"} <= set(
            content["fields"]
        )


def test_the_csv_explains_every_column(reader):
    rows = list(long_rows(NL, KNOWLEDGE, reader.full(request_of("intern"))))
    from briefings.tables import columns

    assert {name for row in rows for name in row} <= set(columns(NL))


def test_word_has_real_styles_and_header_rows(reader):
    made = docx.Document(
        io.BytesIO(make(NL, KNOWLEDGE, reader, request_of("intern", WITH_MEASURE), "docx"))
    )
    styles = {paragraph.style.name for paragraph in made.paragraphs}
    assert {"Title", "Heading 1", "List Bullet"} <= styles
    for table in made.tables:
        assert table.rows[0]._tr.trPr.findall(
            "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}tblHeader"
        )
    overview = docx.Document(io.BytesIO(make(NL, KNOWLEDGE, reader, request_of("intern"), "docx")))
    assert all(shape._inline.docPr.get("descr") for shape in overview.inline_shapes)
    assert len(overview.inline_shapes) == 1
    assert overview.core_properties.language == "nl-NL"


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("wijken", [(), (WITH_MEASURE,), (CONFIRMED, "WK000012")])
def test_the_pdf_is_tagged_with_language_title_and_alternative_texts(reader, lang, wijken):
    made = document(texts_for(lang), KNOWLEDGE, reader, request_of("college", *wijken))
    with pikepdf.open(io.BytesIO(pdf(made))) as opened:
        assert opened.Root.MarkInfo.Marked
        assert str(opened.Root.Lang) == lang
        assert str(opened.docinfo["/Title"]) == made.title
        with opened.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
        tags = list(structure(opened.Root.StructTreeRoot))
        kinds = [str(tag.S) for tag in tags]
        assert kinds.count("/H1") == 1 and "/H2" in kinds
        assert kinds.count("/TH") > 0 and kinds.count("/Table") == sum(
            isinstance(block, Table) for block in made.blocks
        )
        heads = [tag for tag in tags if str(tag.S) == "/TH"]
        assert all("/Scope" in str(tag.get("/A")) for tag in heads)
        figures = [tag for tag in tags if str(tag.S) == "/Figure"]
        assert all(str(tag.get("/Alt", "")) for tag in figures)
        assert bool(figures) == (not wijken)
        levels = [int(kind[2]) for kind in kinds if re.fullmatch(r"/H[1-6]", kind)]
        assert all(b - a <= 1 for a, b in zip(levels, levels[1:], strict=False))


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("wijken", [(), (WITH_MEASURE,), ("WK000001", WITH_MEASURE)])
def test_every_page_says_where_it_comes_from(reader, level, wijken):
    request = request_of(level, *wijken)
    about = reader.overview(request).about
    pages = pages_of(make(NL, KNOWLEDGE, reader, request, "pdf"))
    assert len(pages) >= 2
    for place, page in enumerate(pages, start=1):
        for word in (
            about.gemeente,
            NL.week(about.week_start),
            NL.date(about.period_start),
            NL.date(about.data_cutoff),
            about.build_id,
            about.rule_version,
            f"versie: {level}",
            "FICTIEF",
            *(wijken or ("alle wijken",)),
            *(["nagekeken door: beleidsadviseur"] if level == "openbaar" else []),
            f"bladzijde {place} van {len(pages)}",
        ):
            assert word in page, (word, place)


def structure(tag):
    """Every tag below one, in reading order."""
    kids = tag.get("/K")
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from structure(kid)


def test_a_wijk_fits_on_two_pages(reader):
    for code in reader.codes():
        made = document(NL, KNOWLEDGE, reader, request_of("intern", code))
        with pikepdf.open(io.BytesIO(pdf(made))) as opened:
            assert 1 <= len(opened.pages) <= 2, code


@pytest.mark.parametrize("format", ["pdf", "pack", "xlsx", "csv", "geojson", "gpkg"])
def test_the_same_request_gives_the_same_bytes(reader, format):
    request = request_of("college", WITH_MEASURE)
    first, second = (make(NL, KNOWLEDGE, reader, request, format) for _ in range(2))
    assert first == second


def test_the_pack_has_the_overview_and_every_wijk(reader):
    done = []
    content = make(NL, KNOWLEDGE, reader, request_of("intern"), "pack", done.append)
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        names = pack.namelist()
        assert pack.testzip() is None
    assert len(names) == len(done) == 1 + len(reader.codes())
    assert all(name.startswith("fictief-") for name in names)
    assert all(any(code in name for name in names) for code in reader.codes())
