"""How the code is written: SQL in files, small files, nothing unfinished, no clock in a result."""

import ast
import re

import pytest

from tests.rules.repository import docstrings, product_python, with_suffix

MAX_LINES = 500
TEXT_SUFFIXES = (
    *(".py", ".sql", ".sh", ".css", ".html", ".js"),
    *(".yaml", ".yml", ".toml", ".md", ".txt", ".po", ""),
)

# How a statement of SQL begins. Long enough that a sentence does not look like one.
SQL_START = re.compile(
    r"""^\s*(
        select\s+.*\bfrom\b | select\s+[\w*]+\s*\( | with\s+(recursive\s+)?\w+\s+as\s*\(
        | insert\s+into\s | delete\s+from\s | update\s+\w+\s+set\s | truncate\s+\w+\s*$
        | create\s+(or\s+replace\s+)?(temp(orary)?\s+)?(table|view|macro|schema|type|index)\s
        | drop\s+(table|view|schema)\s | alter\s+table\s | describe\s+\w+\s*$ | pragma\s+\w+
        | copy\s+.*\b(from|to)\s+' | attach\s+'
    )""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
# Written in parts, so that this file does not break its own rules.
NOTES = ("TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK")
FOLDERS = ("wo" + "rk", "ro" + "ot", "ho" + "me", "tm" + "p", "Us" + "ers")
UNFINISHED = re.compile(r"\b(" + "|".join(NOTES) + r")\b")
MACHINE_PATH = re.compile(
    r"(?<![\w.~\-/}])/(" + "|".join(FOLDERS) + r")/\w" + r"|\b[A-Z]:\\" + FOLDERS[-1]
)
REGISTRY = re.compile(
    "|".join(
        re.escape(first + second)
        for first, second in [
            ("py", "pi.org"),
            ("python", "hosted.org"),
            ("registry.npm", "js"),
            ("deb.deb", "ian.org"),
            ("--index", "-url"),
            ("--find", "-links"),
        ]
    )
)
CLOCK = {
    *(("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today")),
    *(("date", "today"), ("time", "time")),
}
SQL_CLOCK = re.compile(
    r"\b(current_(date|time|timestamp)|get_current_|(now|today|random|uuid)\s*\()",
    re.IGNORECASE,
)
# The rooms whose results must be the same on any day. pipelines/ may look at the clock for the name
# of a build and the run log; that its results do not depend on it is tested by running it twice.
TIMELESS = ("indicators/", "geodata/", "demo/", "views/", "language/")
# The one place that says what day it is: what people decided expires, and what is overdue is so
# today. Figures of a build never depend on it.
TODAY = "views/memory.py"


def literal(node: ast.AST) -> str | None:
    """The text of a string, with a stand-in for each hole of an f-string."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        parts = [part.value if isinstance(part, ast.Constant) else "hole" for part in node.values]
        return "".join(map(str, parts))
    return None


def sql_in_python(name: str, text: str) -> list[str]:
    """Strings that are a statement of SQL: those belong in a .sql file."""
    tree = ast.parse(text)
    skip = docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            skip |= {part for part in node.values if isinstance(part, ast.Constant)}
    return [
        f"{name}:{node.lineno}: SQL in a Python string: {' '.join((literal(node) or '').split())}"
        for node in ast.walk(tree)
        if node not in skip and SQL_START.match(literal(node) or "")
    ]


def too_long(name: str, text: str) -> list[str]:
    """Files that try to do more than one thing."""
    lines = text.count("\n") + 1
    return [f"{name}: {lines} lines; split it"] if lines > MAX_LINES else []


def unfinished(name: str, text: str) -> list[str]:
    """Notes to self; a plan belongs in the list of open work."""
    return [f"{name}: unfinished: {found.group()}" for found in UNFINISHED.finditer(text)]


def machine_paths(name: str, text: str) -> list[str]:
    """Paths and registries that exist for one machine only."""
    found = [*MACHINE_PATH.finditer(text), *REGISTRY.finditer(text)]
    return [f"{name}: of one machine: {match.group()}" for match in found]


def sql_without_purpose(name: str, text: str) -> list[str]:
    """Every SQL file opens with a comment that says what it makes."""
    first = text.lstrip("\ufeff").split("\n", 1)[0]
    comment = re.match(r"--\s*(.+)", first)
    says_enough = comment and len(comment.group(1)) >= 15
    return [] if says_enough else [f"{name}: the first line does not say what it makes"]


def owner_of(attribute: ast.Attribute) -> str:
    """The name before the dot: ``datetime`` in both ``datetime.now`` and ``dt.datetime.now``."""
    return getattr(attribute.value, "attr", getattr(attribute.value, "id", ""))


def clock_in_result(name: str, text: str) -> list[str]:
    """A clock where a result is made: the same input would give another answer tomorrow."""
    if not name.startswith(TIMELESS) or name == TODAY:
        return []
    return [
        f"{name}:{node.lineno}: reads the clock"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and (owner_of(node.func), node.func.attr) in CLOCK
    ]


def clock_in_sql(name: str, text: str) -> list[str]:
    """The reference date is an argument of a build; nothing in it is random."""
    code = re.sub(r"--.*", "", text)
    return [f"{name}: {found.group()} in SQL" for found in SQL_CLOCK.finditer(code)]


def unseeded(name: str, text: str) -> list[str]:
    """Chance without a seed: the same input would give another answer each time."""
    problems = []
    for node in ast.walk(ast.parse(text)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        makes_generator = node.func.attr in ("default_rng", "Random", "SeedSequence", "Generator")
        has_seed = bool(node.args or node.keywords)
        if (makes_generator and not has_seed) or (
            owner_of(node.func) == "random" and not makes_generator
        ):
            problems.append(f"{name}:{node.lineno}: chance without a seed")
    return problems


PYTHON_RULES = [sql_in_python, clock_in_result, unseeded]
SQL_RULES = [sql_without_purpose, clock_in_sql, too_long]
TEXT_RULES = [unfinished, machine_paths]


@pytest.mark.parametrize("rule", PYTHON_RULES)
def test_python_of_the_product(rule):
    assert [problem for name, text in product_python() for problem in rule(name, text)] == []


@pytest.mark.parametrize("rule", SQL_RULES)
def test_sql(rule):
    found = list(with_suffix(".sql"))
    assert found
    assert [problem for name, text in found for problem in rule(name, text)] == []


def test_all_python_is_in_small_files():
    assert [problem for name, text in with_suffix(".py") for problem in too_long(name, text)] == []


@pytest.mark.parametrize("rule", TEXT_RULES)
def test_all_text(rule):
    everything = with_suffix(*TEXT_SUFFIXES)
    assert [problem for name, text in everything for problem in rule(name, text)] == []


@pytest.mark.parametrize(
    ("rule", "name", "text"),
    [
        (sql_in_python, "pipelines/x.py", "con.execute('SELECT a FROM b')"),
        (sql_in_python, "views/x.py", "q = f'''\n  create or replace table {name} as'''"),
        (sql_in_python, "pipelines/x.py", "q = 'with a as (select 1) select 2'"),
        (sql_in_python, "pipelines/x.py", "q = 'insert into t values (1)'"),
        (too_long, "x.py", "a = 1\n" * (MAX_LINES + 1)),
        (unfinished, "x.md", "TO" + "DO: later"),
        (machine_paths, "x.md", "see /ho" + "me/jan/data"),
        (machine_paths, "x.txt", "--index" + "-url somewhere"),
        (sql_without_purpose, "x.sql", "select 1"),
        (sql_without_purpose, "x.sql", "-- x\nselect 1"),
        (clock_in_result, "indicators/x.py", "import datetime as dt\nnow = dt.datetime.now()"),
        (clock_in_result, "demo/x.py", "from datetime import date\nday = date.today()"),
        (clock_in_sql, "x.sql", "-- makes the weeks\nselect current_date"),
        (unseeded, "demo/x.py", "import numpy as np\nrng = np.random.default_rng()"),
        (unseeded, "demo/x.py", "import numpy as np\nx = np.random.normal(0, 1)"),
    ],
)
def test_the_rule_sees_a_planted_fault(rule, name, text):
    assert len(rule(name, text)) == 1


@pytest.mark.parametrize(
    ("rule", "name", "text"),
    [
        (sql_in_python, "views/x.py", '"""Select x from the list."""\na = "Select a wijk"'),
        (sql_in_python, "views/x.py", "a = 'With this figure as (a) start'"),
        (sql_without_purpose, "x.sql", "-- One row per wijk and week.\nselect 1"),
        (clock_in_sql, "x.sql", "-- not now()\nselect known"),
        (unseeded, "demo/x.py", "rng = np.random.default_rng(seed)\nx = rng.normal()"),
        (machine_paths, "x.sh", "#!/usr/bin/env bash\ncd docs/work/x"),
    ],
)
def test_the_rule_lets_good_text_pass(rule, name, text):
    assert rule(name, text) == []
