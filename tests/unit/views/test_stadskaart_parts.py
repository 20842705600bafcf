"""Parts of the first screen: what a number says about itself."""

from types import SimpleNamespace

import pandas as pd
import pytest

from language import texts_for
from views import stadskaart

NL = texts_for("nl")


@pytest.mark.parametrize(
    ("inwoners", "year", "is_other_year", "text"),
    [
        (12450, 2026, False, "12.450"),
        (12450, 2018, True, "12.450 (2018)"),
        (None, None, False, "–"),
        (float("nan"), pd.NA, False, "–"),
    ],
)
def test_residents_of_another_year_say_so(inwoners, year, is_other_year, text):
    row = SimpleNamespace(
        inwoners=inwoners, inwoners_jaar=year, inwoners_is_nearest_year=is_other_year
    )
    assert stadskaart.residents(NL, row) == text
