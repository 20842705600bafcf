"""Mistakes that other monitors made, as far as they can be seen in the code itself."""

import re

import pytest

from tests.rules.repository import product_python, with_suffix

WITHHELD_SQL = re.compile(r'(?:coalesce|ifnull)\s*\(\s*(?:\w+\.)?"?count"?\s*,\s*0', re.IGNORECASE)
WITHHELD_PYTHON = re.compile(r"""(?:\[["']count["']\]|\.count)\.fillna\(\s*0|nan_to_num\(""")
RANKING = re.compile(
    r"\b(percent_rank|cume_dist|ntile|rank|dense_rank)\s*\([^)]*\)\s*over\s*\(([^)]*)\)",
    re.IGNORECASE,
)
OVER_ALL_WIJKEN = re.compile(
    r"\b(?:min|max|stddev\w*|quantile\w*|median)\s*\(\s*(?:\w+\.)?(?:value|level)\b[^)]*\)\s*over\s*\(([^)]*)\)",
    re.IGNORECASE,
)


def withheld_as_zero(name: str, text: str) -> list[str]:
    """A withheld count made into a zero: summing over hidden cells makes a wijk look calm."""
    pattern = WITHHELD_SQL if name.endswith(".sql") else WITHHELD_PYTHON
    return [f"{name}: {found.group()}" for found in pattern.finditer(text)]


def ranked(name: str, text: str) -> list[str]:
    """Wijken in an order of better and worse; numbering rows within one wijk is no ranking."""
    found = [(match.group(), match.group(2)) for match in RANKING.finditer(text)]
    return [f"{name}: {' '.join(code.split())}" for code, window in found if not one_wijk(window)]


def measured_by_the_others(name: str, text: str) -> list[str]:
    """A wijk measured by the extremes of all: it would change because another wijk changed."""
    found = [(match.group(), match.group(1)) for match in OVER_ALL_WIJKEN.finditer(text)]
    return [f"{name}: {' '.join(code.split())}" for code, window in found if not one_wijk(window)]


def one_wijk(window: str) -> bool:
    """Whether a window of SQL stays within one wijk."""
    return bool(re.search(r"partition\s+by[^)]*\b(wijkcode|wijk_index)\b", window, re.IGNORECASE))


@pytest.mark.parametrize("rule", [withheld_as_zero, ranked, measured_by_the_others])
def test_sql_does_not_repeat_a_known_mistake(rule):
    found = list(with_suffix(".sql"))
    assert found
    assert [problem for name, text in found for problem in rule(name, text)] == []


def test_python_does_not_make_zeros_of_what_is_withheld():
    found = list(product_python())
    assert [problem for name, text in found for problem in withheld_as_zero(name, text)] == []


@pytest.mark.parametrize(
    ("rule", "name", "text"),
    [
        (withheld_as_zero, "x.sql", "select sum(coalesce(r.count, 0)) from r"),
        (withheld_as_zero, "x.py", "frame['count'].fillna(0)"),
        (ranked, "x.sql", "select rank() over (order by level desc) from t"),
        (ranked, "x.sql", "select ntile(10) over (partition by week_start order by level) from t"),
        (measured_by_the_others, "x.sql", "select value / max(value) over () from t"),
        (measured_by_the_others, "x.sql", "select min(t.value) over (partition by week_start)"),
    ],
)
def test_the_rule_sees_a_planted_fault(rule, name, text):
    assert len(rule(name, text)) == 1


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (withheld_as_zero, "select count(*), coalesce(counted, 0), coalesce(counts.n, 0) from t"),
        (ranked, "select rank() over (partition by wijkcode, week_start order by level) from t"),
        (measured_by_the_others, "select max(level) over (partition by wijkcode) from t"),
    ],
)
def test_the_rule_lets_good_sql_pass(rule, text):
    assert rule("x.sql", text) == []
