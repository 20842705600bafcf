"""The data screen counts rows as the sources do: a row with two faults is one rejected row."""

from types import SimpleNamespace

import pandas as pd

from language import texts_for
from views import gegevens


def test_a_row_with_two_faults_counts_once():
    reason = {"file": "incidents.csv", "kind": "incidents", "reason": "bad_number"}
    said = {"outcome": "rejected", "rows": 1, "message_nl": "Geen getal.", "message_en": "No."}
    frames = {
        "reject_summary": pd.DataFrame(
            [{**reason, **said, "column_name": column} for column in ("lon", "lat")]
        ),
        "sources": pd.DataFrame([{"file": "incidents.csv", "rows_rejected": 1}]),
    }
    screen = SimpleNamespace(
        texts=texts_for("nl"), read=SimpleNamespace(table=lambda what, *_: frames[what])
    )
    shown = str(gegevens._set_aside(screen))
    assert "1 rij geweigerd" in shown
    assert "2 rijen geweigerd" not in shown
