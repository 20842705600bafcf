"""Imports run one way: never back up, never between rooms of one floor, never to or from demo/."""

import ast

import pytest

from tests.rules.repository import APART, FLOORS, ROOMS, product_python, with_suffix

# What a room may not know about, and why.
FORBIDDEN = {
    "language": {"streamlit", "plotly", "duckdb", "pandas", "geopandas"},
    "indicators": {"streamlit", "plotly", "duckdb", "geopandas", "pyogrio", "openpyxl", "sqlite3"},
    "geodata": {"streamlit", "plotly", "duckdb", "openpyxl", "sqlite3"},
    "pipelines": {"streamlit", "plotly"},
    "words": {"streamlit", "plotly", "duckdb", "geopandas", "sqlite3"},
    "briefings": {"streamlit", "plotly", "duckdb", "sqlite3"},
    "views": {"duckdb", "sqlite3", "pyogrio", "openpyxl", "geopandas"},
    "dashboard": {"duckdb", "sqlite3", "pandas", "geopandas", "plotly"},
    "demo": {"streamlit", "plotly", "duckdb"},
}
# Ways to read or write data with pandas and numpy: indicators/ gets its tables handed to it.
DATA_FILES = {
    *("read_csv", "read_parquet", "read_excel", "read_json", "read_sql", "read_table", "read_file"),
    *("to_csv", "to_parquet", "to_excel", "to_sql", "loadtxt", "genfromtxt", "savetxt"),
}


def imports(text: str) -> list[tuple[int, str]]:
    """Line and full name of each module a text imports; relative imports stay inside the room."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.append((node.lineno, node.module))
    return found


def wrong_direction(name: str, text: str) -> list[str]:
    """Imports in one file of the product that run up, sideways, or to a room that stands apart."""
    room = name.split("/")[0].removesuffix(".py")
    problems = []
    for line, module in imports(text):
        other = module.split(".")[0]
        if other == room or other not in ROOMS:
            continue
        if other in APART:
            problems.append(f"{name}:{line}: nothing of the product imports {other}/")
        elif room == "demo":
            problems.append(f"{name}:{line}: demo/ imports nothing of ours, but imports {other}")
        elif FLOORS[other] >= FLOORS[room]:
            floors = f"floor {FLOORS[room]} imports floor {FLOORS[other]}"
            problems.append(f"{name}:{line}: {room} imports {other}: {floors}")
    return problems


def forbidden_libraries(name: str, text: str) -> list[str]:
    """Libraries a room must not know about."""
    room = name.split("/")[0].removesuffix(".py")
    unwanted = FORBIDDEN.get(room, set())
    return [
        f"{name}:{line}: {room} must not use {module}"
        for line, module in imports(text)
        if module.split(".")[0] in unwanted
    ]


def data_files(name: str, text: str) -> list[str]:
    """Reading or writing tables in indicators/: data frames in, data frames out."""
    if not name.startswith("indicators/"):
        return []
    return [
        f"{name}:{node.lineno}: indicators/ reads no data files ({node.attr})"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Attribute) and node.attr in DATA_FILES
    ]


# What pipelines/ publishes for the screens: to read, to act, and the words for both; which screens
# open them past the roles is for test_access_rules.py.
DOORS_FOR_SCREENS = (
    *("read_model", "track_record", "provisional", "review_queue", "week_changes", "closing"),
    *("permitted", "permitted_logbook", "permitted_intake", "intake", "delivering"),
    *("wording", "series_words", "at_once", "workshop"),
)


def beside_the_read_model(name: str, text: str) -> list[str]:
    """Screens that take from pipelines/ anything but its doors for them."""
    if not name.startswith(("views/", "dashboard.py")):
        return []
    return [
        f"{name}:{node.lineno}: screens use {', '.join(DOORS_FOR_SCREENS)} of pipelines/ only"
        for node in ast.walk(ast.parse(text))
        for module in modules_of(node)
        if module.split(".")[0] == "pipelines" and module.split(".")[1] not in DOORS_FOR_SCREENS
    ]


def modules_of(node: ast.AST) -> list[str]:
    """What one statement imports, with the names it takes: ``from a import b`` gives ``a.b``."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.level == 0:
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []


RULES = [wrong_direction, forbidden_libraries, data_files, beside_the_read_model]


@pytest.mark.parametrize("rule", RULES)
def test_the_product_keeps_to_its_floors(rule):
    assert [problem for name, text in product_python() for problem in rule(name, text)] == []


def test_the_rule_has_rooms_to_look_at():
    seen = {name.split("/")[0].removesuffix(".py") for name, _ in product_python()}
    assert {"dashboard", "views", "pipelines", "indicators", "geodata", "language", "demo"} <= seen


def test_every_folder_with_python_is_a_known_room():
    folders = {name.split("/")[0] for name, _ in with_suffix(".py") if "/" in name}
    assert folders <= set(ROOMS), f"give these a floor in repository.py: {folders - set(ROOMS)}"


@pytest.mark.parametrize(
    ("rule", "name", "text"),
    [
        (wrong_direction, "pipelines/x.py", "from views.map import draw"),
        (wrong_direction, "indicators/x.py", "def f():\n    import pipelines.runner"),
        (wrong_direction, "indicators/x.py", "from geodata import locate"),
        (wrong_direction, "language/x.py", "import indicators"),
        (wrong_direction, "views/x.py", "import demo.names"),
        (wrong_direction, "demo/x.py", "from language import texts_for"),
        (wrong_direction, "pipelines/x.py", "from tests.rules import repository"),
        (forbidden_libraries, "indicators/x.py", "import duckdb"),
        (forbidden_libraries, "views/x.py", "from duckdb import connect"),
        (forbidden_libraries, "pipelines/x.py", "import streamlit as st"),
        (beside_the_read_model, "views/x.py", "from pipelines.publish import prune"),
        (beside_the_read_model, "views/x.py", "from pipelines import read_model, runner"),
        (beside_the_read_model, "views/x.py", "import pipelines.sql"),
        (data_files, "indicators/x.py", "import pandas as pd\nframe = pd.read_csv('x.csv')"),
    ],
)
def test_the_rule_sees_a_planted_fault(rule, name, text):
    assert len(rule(name, text)) == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("views/x.py", "from pipelines.read_model import open_current\nimport language"),
        ("pipelines/x.py", "from . import runner\nfrom .runner import run\nimport geodata"),
        ("dashboard.py", "from views import city_map"),
    ],
)
def test_the_rule_lets_good_imports_pass(name, text):
    assert wrong_direction(name, text) == []
