"""Parts of the first screen: what a number says about itself."""

import re
from types import SimpleNamespace

import pandas as pd
import pytest

from language import texts_for
from views import stadskaart

NL = texts_for("nl")


@pytest.mark.parametrize(
    ("inwoners", "year", "is_other_year", "estimated_pct", "text"),
    [
        (12450, 2026, False, None, "12.450"),
        (12450, 2018, True, float("nan"), "12.450 (2018)"),
        (12450, 2026, False, 0.0, "12.450 omgerekend, geschat deel 0%"),
        (12450, 2026, False, 0.4, "12.450 omgerekend, geschat deel minder dan 1%"),
        (12450, 2026, False, 99.7, "12.450 omgerekend, geschat deel meer dan 99%"),
        (12450, 2018, True, 75.0, "12.450 (2018) omgerekend, geschat deel 75%"),
        (None, None, False, None, "–"),
        (float("nan"), pd.NA, False, 75.0, "–"),
    ],
)
def test_residents_of_another_year_or_division_say_so(
    inwoners, year, is_other_year, estimated_pct, text
):
    row = SimpleNamespace(
        inwoners=inwoners,
        inwoners_jaar=year,
        inwoners_is_nearest_year=is_other_year,
        inwoners_estimated_pct=estimated_pct,
    )
    assert re.sub("<[^>]+>", "", stadskaart.residents(NL, row)) == text
