"""Ready mappings: exports of Signalen in both shapes, and surveys as research departments have
them. Made-up rows in the shapes that were published.
"""

import json

import pandas as pd
import pyproj
import pyreadstat
import pytest

from indicators import load_knowledge
from pipelines.presets import presets
from tests.unit.pipelines.workspace_maker import (
    X0,
    Y0,
    ask,
    built,
    call,
    counts,
    csv_text,
    gemeente_text,
    write_workspace,
)

LON, LAT = pyproj.Transformer.from_crs(28992, 4326, always_xy=True).transform(X0 + 500, Y0 + 500)


def private_shape(number, slug, state="o", lon=None, **more):
    """One report as the private API of Signalen gives it, without what is about persons."""
    return {
        "_links": {"self": {"href": f"https://signalen.example/v1/private/signals/{number}"}},
        "id": number,
        "id_display": f"SIG-{number}",
        "status": {"state": state, "state_display": "Afgehandeld"},
        "location": {
            "stadsdeel": "A",
            "area_code": None,
            "geometrie": {"type": "Point", "coordinates": [lon or LON, LAT]},
        },
        "category": {"sub": slug.title(), "sub_slug": slug, "main_slug": "overlast"},
        "created_at": f"2025-06-{10 + number % 15:02d}T12:00:00+02:00",
        "incident_date_start": f"2025-06-{10 + number % 15:02d}T09:00:00+02:00",
        "notes": [],
        **more,
    }


def assen_shape(number, slug):
    """One report as the public list of a gemeente gives it."""
    return {
        "id": f"{number:016x}",
        "lng": LON,
        "lat": LAT,
        "category": "Overlast",
        "category_slug": "overlast",
        "subcategory": slug.title(),
        "subcategory_slug": slug,
        "created_at": "2025-06-11T05:40:59.700799+00:00",
        "wijk": "Waterhoek",
    }


def workspace(folder, name, content, **mapping):
    source = {"file": name, "as": "incidents", "preset": "signalen", **mapping}
    return write_workspace(
        folder,
        kinds=("population",),
        files={name: content, "gemeente.yaml": gemeente_text(sources=[source])},
    )


def incidents(folder):
    return ask(
        folder, "SELECT incident_id, category, wijkcode, source FROM fct_incidents ORDER BY ALL"
    ).values.tolist()


def test_a_page_of_the_private_api_needs_no_mapping_of_its_own(tmp_path):
    page = {
        "count": 3,
        "results": [private_shape(1, "jongerenoverlast"), private_shape(2, "graffiti-wildplak")],
    }
    folder = workspace(tmp_path / "ws", "signalen.json", json.dumps(page))
    built(folder)
    assert incidents(folder) == [
        ["SIG-1", "overlast_jeugd", "WK000101", "signalen"],
        ["SIG-2", "bekladding", "WK000101", "signalen"],
    ]
    [[day]] = ask(
        folder, "SELECT min(occurred_at)::DATE::VARCHAR AS d FROM fct_incidents"
    ).values.tolist()
    assert day == "2025-06-11"


@pytest.mark.parametrize("form", ["json", "csv"])
def test_the_public_list_as_json_or_csv(tmp_path, form):
    reports = [assen_shape(1, "dumping"), assen_shape(2, "straatverlichting")]
    if form == "json":
        content = json.dumps(reports)
    else:
        content = csv_text(list(reports[0]), [list(one.values()) for one in reports])
    folder = workspace(tmp_path / "ws", f"meldingen.{form}", content)
    built(folder)
    assert [row[1] for row in incidents(folder)] == ["afval_vervuiling", "overig"]


def test_geojson_points(tmp_path):
    feature = {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [LON, LAT]},
        "properties": {
            "id": 7, "created_at": "2025-06-11T05:40:59+00:00",
            "category": {"name": "Dumping", "slug": "dumping"},
        },
    }  # fmt: skip
    content = json.dumps({"type": "FeatureCollection", "features": [feature]})
    folder = workspace(tmp_path / "ws", "meldingen.json", content)
    built(folder)
    assert incidents(folder) == [["7", "afval_vervuiling", "WK000101", "signalen"]]


def test_cancelled_and_split_reports_do_not_count_and_are_counted(tmp_path):
    page = [
        private_shape(1, "dumping"),
        private_shape(2, "nooit-gezien", state="a"),
        private_shape(3, "dumping", state="s"),
    ]
    folder = workspace(tmp_path / "ws", "signalen.json", json.dumps(page))
    built(folder)
    assert counts(folder)["signalen.json"] == (3, 1, 0, 2)
    assert "geannuleerd" in call("check", folder).text or ask(folder, "FROM ignored").shape[0] == 2


def test_an_export_with_the_reporter_in_it_is_refused(tmp_path):
    one = private_shape(1, "dumping", reporter={"email": None, "phone": ""})
    folder = workspace(tmp_path / "ws", "signalen.json", json.dumps([one]))
    folder.joinpath("incidents.csv").write_text(
        "incident_id,occurred_at,category,wijkcode\n1,2025-06-03,overig,WK000101\n"
    )
    answer = built(folder)
    assert "reporter.email" in answer.text and "Het hele bestand is geweigerd" in answer.text


def test_an_analyst_changes_categories_in_a_table(tmp_path):
    folder = workspace(
        tmp_path / "ws",
        "signalen.json",
        json.dumps([private_shape(1, "dumping"), private_shape(2, "eigen-soort")]),
        categories_file="categorieen.csv",
    )
    table = "\ufeffhun categorie;onze categorie\neigen-soort;burenruzie\ndumping;overlast_overig\n"
    (folder / "categorieen.csv").write_text(table, encoding="utf-8")
    built(folder)
    assert [row[1] for row in incidents(folder)] == ["overlast_overig", "burenruzie"]
    (folder / "categorieen.csv").write_text("a;b\neigen-soort;\n", encoding="utf-8")
    assert "categorieen.csv, rij 2" in call("check", folder).err
    (folder / "categorieen.csv").write_text("a;b\neigen-soort;onzin\n", encoding="utf-8")
    assert "onzin" in call("check", folder).err


def test_a_category_that_is_in_no_table_is_named(tmp_path):
    folder = workspace(
        tmp_path / "ws",
        "signalen.json",
        json.dumps([private_shape(1, "dumping"), private_shape(2, "ruimteschip")]),
    )
    assert "Categorie 'ruimteschip' is onbekend" in call("check", folder).text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("[1, 2]", "geen leesbaar JSON"),
        ("{", "geen leesbaar JSON"),
        ('{"a": 1}', "geen leesbaar JSON"),
        ("[]", "leeg"),
        ("[" * 100_000, "geen leesbaar JSON"),
    ],
)
def test_json_that_is_no_list_of_records_is_refused(tmp_path, content, words):
    folder = workspace(tmp_path / "ws", "signalen.json", content)
    assert words in call("check", folder).text


SURVEY = pd.DataFrame(
    {
        "wijknr": [1.0, 1.0, 2.0, 2.0],
        "gewicht": [1.0, 0.5, 2.0, 1.0],
        "v1": [1.0, 2.0, 5.0, 6.0],  # fully agree ... fully disagree, 6 = don't know
        "v2": [7.5, None, 4.0, 10.0],
    }
)
MAPPED = {
    "as": "surveys",
    "preset": "veiligheidsmonitor",
    "columns": {"wijkcode": "wijknr", "weight": "gewicht"},
    "values": {"wijkcode": {1: "WK000101", 2: "WK000102"}},
    "defaults": {"wave": "2025", "fieldwork_end": "2025-05-31"},
    "items": {"thuisgevoel": "V1", "cohesie": {"column": "v2"}},
}
EXPECTED = [
    ["cohesie", "WK000101", 7.5, 1.0],
    ["cohesie", "WK000102", 4.0, 2.0],
    ["cohesie", "WK000102", 10.0, 1.0],
    ["thuisgevoel", "WK000101", 4.0, 0.5],
    ["thuisgevoel", "WK000101", 5.0, 1.0],
    ["thuisgevoel", "WK000102", 1.0, 2.0],
]


@pytest.mark.parametrize("form", ["sav", "csv", "xlsx"])
def test_a_survey_with_its_questions_side_by_side(tmp_path, form):
    name = f"enquete.{form}"
    folder = write_workspace(
        tmp_path / "ws",
        kinds=("population", "signals"),
        files={"gemeente.yaml": gemeente_text(sources=[{"file": name, **MAPPED}])},
    )
    if form == "sav":
        pyreadstat.write_sav(
            SURVEY, str(folder / name), variable_value_labels={"v1": {1: "helemaal mee eens"}}
        )
    elif form == "csv":
        SURVEY.astype({"wijknr": "Int64", "v1": "Int64"}).to_csv(folder / name, index=False)
    else:
        SURVEY.to_excel(folder / name, index=False)
    built(folder)
    found = ask(
        folder, "SELECT item_id, wijkcode, answer, weight FROM fct_answers ORDER BY ALL"
    ).values.tolist()
    assert found == EXPECTED
    # four respondents, two questions; two answers were not given
    assert counts(folder)[name] == (8, 6, 0, 2)
    assert "rijen 2 tot en met 3" in call("check", folder).text


def test_results_per_wijk_side_by_side(tmp_path):
    table = csv_text(
        ["wijk", "respondenten", "pct_thuis", "cohesie"],
        [["WK000101", 120, 64.5, 6.1], ["WK000102", 80, 101, 5.9]],
    )
    mapping = {
        "file": "uitkomsten.csv",
        "as": "survey_results",
        "columns": {"wijkcode": "wijk", "n": "respondenten"},
        "defaults": {"wave": "2025", "fieldwork_end": "2025-05-31"},
        "items": {"thuisgevoel": "pct_thuis", "cohesie": "cohesie"},
    }
    folder = write_workspace(
        tmp_path / "ws",
        kinds=("population", "signals"),
        files={"uitkomsten.csv": table, "gemeente.yaml": gemeente_text(sources=[mapping])},
    )
    built(folder)
    assert counts(folder)["uitkomsten.csv"] == (4, 3, 1, 0)  # 101 per cent cannot be
    assert "rij 4" in call("check", folder).text


def test_a_question_or_column_that_does_not_exist_is_named(tmp_path):
    for items, words in (({"onzin": "v1"}, "onzin"), ({"thuisgevoel": "v9"}, "v9")):
        folder = write_workspace(
            tmp_path / words,
            files={
                "enquete.csv": SURVEY.to_csv(index=False),
                "gemeente.yaml": gemeente_text(
                    sources=[{"file": "enquete.csv", **MAPPED, "items": items}]
                ),
            },
        )
        assert words in call("check", folder).text


def test_a_broken_spss_file_is_refused(tmp_path):
    folder = write_workspace(
        tmp_path / "ws",
        files={
            "enquete.sav": b"$FL2 and then nothing",
            "gemeente.yaml": gemeente_text(sources=[{"file": "enquete.sav", **MAPPED}]),
        },
    )
    assert "geen leesbaar SPSS-bestand" in call("check", folder).text


def test_presets_use_only_what_the_contract_knows():
    knowledge = load_knowledge()
    scales = {i.source.item: i.scale for i in knowledge.indicators.values() if i.source.item}
    for name, preset in presets().items():
        assert set(preset.categories.values()) <= set(knowledge.categories), name
        for question in preset.questions.values():
            if question.item:
                scale = scales[question.item]
                assert scale is not None
                for number in question.answers.values():
                    assert scale.min <= float(number) <= scale.max, (name, question.item)
    assert len(presets()["spanningsindex_amsterdam"].questions) == 8
