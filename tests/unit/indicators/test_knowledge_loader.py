"""The loader gives whole, dated knowledge, and names file and key when something is wrong."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

import indicators
from indicators import CRITERIA, PHASE_IDS, KnowledgeError, load_knowledge
from indicators.contract import INCIDENT_CATEGORIES, SURVEY_ITEMS

FOLDER = Path(indicators.__file__).parent
PARTS = ("advice", "criteria", "indicators", "rules", "interventions")
FILES = ("categories.yaml", "phases.yaml", "vocabulary.yaml")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the YAML that a test may spoil."""
    for part in PARTS:
        shutil.copytree(FOLDER / part, tmp_path / part)
    for name in FILES:
        shutil.copy(FOLDER / name, tmp_path / name)
    return tmp_path


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} not in {path.name}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_knowledge_is_whole() -> None:
    knowledge = load_knowledge()
    assert tuple(knowledge.criteria) == CRITERIA
    assert tuple(knowledge.phases) == PHASE_IDS
    assert set(knowledge.categories) == set(INCIDENT_CATEGORIES)
    assert len(knowledge.indicators) == len(SURVEY_ITEMS) + 3
    assert len(knowledge.interventions) >= 44
    assert knowledge.survey_indicator("cohesie").criterion == "C3"
    assert knowledge.rule.version == "2026.11-gewogen"
    with pytest.raises(KeyError):
        knowledge.survey_indicator("lievelingskleur")


def test_a_copy_loads_the_same_and_the_result_is_kept(copy: Path) -> None:
    assert load_knowledge(copy) == load_knowledge()
    assert load_knowledge() is load_knowledge()


def test_nothing_can_be_changed_afterwards() -> None:
    knowledge = load_knowledge()
    with pytest.raises(ValidationError):
        knowledge.criteria["C1"].direction = "higher_is_worse"
    with pytest.raises(TypeError):
        knowledge.criteria["C1"] = knowledge.criteria["C2"]  # type: ignore[index]


@pytest.mark.parametrize(
    ("indicator", "values"),
    [
        ("contact_andere_groep", (40, 25, 12)),
        ("kennen_elkaar_nauwelijks", (35, 50, 65)),
        ("durven_aanspreken", (38, 27, 16)),
        ("cohesie", (5.6, 4.8, 4.0)),
        ("thuisgevoel", (50, 38, 26)),
        ("vertrouwen_buurtgenoten", (60, 46, 32)),
        ("ergernis_leefregels", (30, 45, 60)),
        ("overlast_meldingen", (3, 6, 12)),
        ("negatief_denken", (18, 30, 45)),
        ("spanning_ervaren", (20, 30, 45)),
        ("contact_vermijden", (8, 16, 28)),
        ("discriminatie_ervaren", (10, 18, 30)),
        ("discriminatie_meldingen", (0.3, 0.8, 2)),
        ("onveilig_voelen", (15, 25, 40)),
        ("gehoord_door_gemeente", (35, 22, 12)),
        ("vertrouwen_politie", (50, 36, 22)),
        ("signalen", (1, 2, 3)),
    ],
)
def test_starting_goalposts(indicator: str, values: tuple[float, float, float]) -> None:
    assert load_knowledge().indicators[indicator].goalposts_on(date(2026, 11, 20)) == values


def test_goalposts_by_date(copy: Path) -> None:
    path = copy / "indicators" / "cohesie.yaml"
    newer = (
        "goalposts:\n"
        "  - from: 2026-11-01\n    values: [5.6, 4.8, 4.0]\n    status: assumption\n"
        "    reference: {title: a, url: assumption}\n    last_checked: 2026-11-20\n"
        "  - from: 2027-06-01\n    values: [5.8, 5.0, 4.2]\n    status: assumption\n"
        "    reference: {title: b, url: assumption}\n    last_checked: 2027-05-01\n"
    )
    text = path.read_text(encoding="utf-8")
    head, tail = text.split("goalposts:\n")
    path.write_text(head + newer + tail[tail.index("status: derived\nreference:") :], "utf-8")
    cohesie = load_knowledge(copy).indicators["cohesie"]
    assert cohesie.goalposts_on(date(2026, 11, 1)) == (5.6, 4.8, 4.0)
    assert cohesie.goalposts_on(date(2027, 5, 31)) == (5.6, 4.8, 4.0)
    assert cohesie.goalposts_on(date(2027, 6, 1)) == (5.8, 5.0, 4.2)
    assert cohesie.goalposts_on(date(2020, 1, 1)) == (5.6, 4.8, 4.0), "before the first version"


def test_a_second_rule_version_is_kept_beside_the_first(copy: Path) -> None:
    first = copy / "rules" / "point-2026-11.yaml"
    second = copy / "rules" / "point-2027-02.yaml"
    shutil.copy(first, second)
    _replace(
        second,
        'version: "2026.11-punt"\nfrom: 2026-11-01',
        'version: "2027.02-punt"\nfrom: 2027-02-01',
    )
    knowledge = load_knowledge(copy)
    assert knowledge.rule.version == "2027.02-punt"
    assert knowledge.rule_on(date(2027, 1, 31)).version == "2026.11-gewogen"
    assert knowledge.rule_on(date(2026, 11, 19)).version == "2026.11-punt"
    assert knowledge.rule_on(date(2027, 2, 1)).version == "2027.02-punt"
    assert knowledge.rule_on(date(2020, 1, 1)).version == "2026.11-punt"


def test_review_terms_are_only_ever_shortened_by_urgency() -> None:
    urgency = load_knowledge().rule.urgency
    assert urgency.review_weeks("rust", urgent=False) == 13
    assert urgency.review_weeks("rust", urgent=True) == 1
    assert urgency.review_weeks("incidenten", urgent=True) == 1
    assert urgency.review_weeks("onvoldoende_gegevens", urgent=False) == 4


SPOILED = [
    ("criteria/C1.yaml", "direction: lower_is_worse", "direction: sideways", "direction"),
    ("criteria/C1.yaml", "id: C1", "id: C2", "id"),
    ("criteria/C1.yaml", "id: C1", "id: C15", "id"),
    ("criteria/C1.yaml", "roles: [phase, protective]", "roles: []", "roles"),
    ("criteria/C1.yaml", "last_checked: 2026-11-20", "", "last_checked"),
    ("criteria/C1.yaml", "last_checked: 2026-11-20", "last_checked: 2026-13-45", "valid YAML"),
    ("criteria/C1.yaml", "last_checked: 2026-11-20", "last_checked: 1026-11-20", "last_checked"),
    ("criteria/C1.yaml", "status: derived\nreference", "status: guess\nreference", "status"),
    ("criteria/C1.yaml", "  url: https://www.verwey", "  url: www.verwey", "reference"),
    ("criteria/C1.yaml", "direction: lower_is_worse", "direction: [", "valid YAML"),
    ("criteria/C1.yaml", "id: C1", "id: C1\nid: C1", "given twice"),
    ("criteria/C1.yaml", "id: C1", "id: C1\nweight: 3", "weight"),
    ("criteria/C1.yaml", "nl: Contact tussen groepen", "nl: ''", "name.nl"),
    ("criteria/C3.yaml", "nl: Saamhorigheid en thuisgevoel", "nl: Herkomst", "name.nl"),
    ("indicators/cohesie.yaml", "[5.6, 4.8, 4.0]", "[5.6, 4.8, 4.9]", "goalposts 0"),
    ("indicators/cohesie.yaml", "[5.6, 4.8, 4.0]", "[4.0, 4.8, 5.6]", "goalposts 0"),
    ("indicators/cohesie.yaml", "[5.6, 4.8, 4.0]", "[5.6, 4.8]", "goalposts.0.values"),
    ("indicators/cohesie.yaml", "criterion: C3", "criterion: C99", "criterion"),
    ("indicators/cohesie.yaml", "criterion: C3", "criterion: C4", "criterion"),
    ("indicators/cohesie.yaml", "criterion: C3", "criterion: any", "criterion"),
    ("indicators/cohesie.yaml", "channel: beleefd", "channel: gezien", "channel"),
    ("indicators/cohesie.yaml", "item: cohesie", "item: samenhang", "source.item"),
    ("indicators/cohesie.yaml", "item: cohesie", "item: thuisgevoel", "source.item"),
    ("indicators/cohesie.yaml", "minimum_n: 50", "", "minimum_n"),
    ("indicators/cohesie.yaml", "min: 0, max: 10", "min: 10, max: 0", "scale"),
    (
        "indicators/cohesie.yaml",
        "nl: Gemiddelde op",
        "nl: Percentage met een religie, gemiddeld op",
        "definition.nl",
    ),
    (
        "indicators/overlast_meldingen.yaml",
        "[geluidsoverlast",
        "[discriminatie",
        "source.categories",
    ),
    ("indicators/overlast_meldingen.yaml", "[geluidsoverlast", "[lawaai", "source.categories"),
    ("categories.yaml", "id: vernieling", "id: sloop", "categories"),
    ("categories.yaml", "id: bekladding", "id: vernieling", "given twice"),
    (
        "categories.yaml",
        "criterion: C10, condition: group_dimension_ja",
        "criterion: C10, condition: null",
        "condition",
    ),
    ("categories.yaml", "criterion: null", "criterion: C5", "overig"),
    ("vocabulary.yaml", "id: jongerenwerk", "id: jeugdwerk", "source_kind"),
    ("vocabulary.yaml", "id: jong-oud", "id: herkomst", "scheidslijn"),
    ("phases.yaml", 'fill: "#2F8F63"', "fill: green", "fill"),
    ("phases.yaml", "- id: rust", "- id: ongemak", "given twice"),
    ("rules/point-2026-11.yaml", "value: [C6, C7, C8, C9]", "value: [C6, C7, C8, C19]", "spanning"),
    ("rules/point-2026-11.yaml", "value: [C6, C7, C8, C9]", "value: [C6, C7, C8, C11]", "spanning"),
    (
        "criteria/C3.yaml",
        "  url: https://www.vzinfo.nl/leefomgeving/gezondheidsbevorderende-leefomgeving/"
        "sociale-leefomgeving",
        "  url: assumption",
        "web address",
    ),
    ("rules/point-2026-11.yaml", "value: 0.25", "value: 25", "minimum_coverage_share"),
    ("advice/rules-2026-11.yaml", "phase: spanning", "phase: rust", "order"),
    (
        "advice/rules-2026-11.yaml",
        "purposes: [netwerk]",
        "purposes: [toverstaf]",
        "volgorde-rust",
    ),
    ("advice/rules-2026-11.yaml", "id: klein-en-onzeker", "id: groot-en-zeker", "principle.id"),
    ("advice/rules-2026-11.yaml", "id: licht-telt", "id: rangorde", "id"),
    ("advice/rules-2026-11.yaml", "sources: [kis-verticaal]", "sources: [elders]", "overheid"),
    ("advice/lists.yaml", "id: jeugd,", "id: jonkies,", "richtingen-per-fase"),
    ("advice/sources.yaml", "id: norwich\n", "id: norwich2\n", "onvoldoende"),
    ("advice/sources.yaml", "id: mdt\n", "id: brandsma\n", "given twice"),
    ("advice/meeting-2026-11.yaml", "id: taal,", "id: tijd-en-plek,", "choices"),
    ("interventions/burendag.yaml", "criteria: [C1, C3]", "criteria: [C1, C33]", "criteria"),
    ("interventions/burendag.yaml", "purpose: licht-contact", "purpose: gezellig", "purpose"),
    ("interventions/burendag.yaml", "phases: [ongemak]", "phases: [spanning]", "ongemak"),
    ("interventions/burendag.yaml", "phases: [rust]", "phases: [feest]", "phases"),
    ("interventions/burendag.yaml", "phases: [rust]", "phases: [rust, incidenten]", "excluded"),
    ("interventions/burendag.yaml", "grade: C", "grade: Z", "evidence.grade"),
]


@pytest.mark.parametrize(("file", "old", "new", "key"), SPOILED)
def test_faults_name_file_and_key(copy: Path, file: str, old: str, new: str, key: str) -> None:
    _replace(copy / file, old, new)
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(copy)
    message = str(caught.value)
    assert isinstance(caught.value, ValueError)
    assert key in message
    room = file.split("/")[0].removesuffix(".yaml")
    assert room in message


@pytest.mark.parametrize(
    "file",
    ["criteria/C7.yaml", "indicators/thuisgevoel.yaml", "phases.yaml", "rules/point-2026-11.yaml"],
)
def test_a_missing_file_is_named(copy: Path, file: str) -> None:
    (copy / file).unlink()
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(copy)
    wanted = Path(file).stem if "point" not in file else "point-"
    assert wanted in str(caught.value)


def test_empty_and_undecodable_files_are_named(copy: Path) -> None:
    path = copy / "criteria" / "C1.yaml"
    path.write_text("", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"criteria/C1\.yaml: must hold keys"):
        load_knowledge(copy)
    path.write_bytes(b"id: C1\nname: {nl: Caf\xe9, en: x}\n")
    load_knowledge.cache_clear()
    with pytest.raises(KnowledgeError, match=r"criteria/C1\.yaml: is not valid YAML"):
        load_knowledge(copy)
