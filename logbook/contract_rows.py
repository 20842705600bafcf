"""Signals, measures and agenda as rows of the data contract, for a file and for a build."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from logbook.contents import AgendaItem, Confirmation, Measure, Signal
from logbook.store import Logbook

Cells = list[str | None]
# Columns, and of each row the number of its change and its cells.
Rows = tuple[tuple[str, ...], list[tuple[int, Cells]]]

SIGNAL_COLUMNS = (
    "signal_id", "observed_on", "wijkcode", "criterion", "level", "reporter", "source_kind",
    "confirmed", "scheidslijn", "nothing_to_report",
)  # fmt: skip
AGENDA_COLUMNS = ("date", "until", "wijkcode", "kind", "title", "expected_impact")


def signal_rows(logbook: Logbook, by: date | None = None) -> Rows:
    """Signals that were not withdrawn, without their notes: notes stay in the logbook.

    Confirmations count until a day where one is given. A signal observed after that day stays in:
    the checks of a build reject it with a reason.
    """
    confirmed: dict[str, int] = defaultdict(int)
    for version in logbook.find(Confirmation.kind):
        content = version.content
        assert isinstance(content, Confirmation)
        if not content.withdrawn and (by is None or content.confirmed_on <= by):
            confirmed[content.signal_id] += 1
    rows: list[tuple[int, Cells]] = []
    for version in logbook.find(Signal.kind):
        signal = version.content
        assert isinstance(signal, Signal)
        if signal.withdrawn:
            continue
        cells: Cells = [
            version.subject_id,
            signal.observed_on.isoformat(),
            signal.wijkcode,
            signal.criterion,
            None if signal.level is None else str(signal.level),
            signal.reporter,
            signal.source_kind,
            _yes(confirmed[version.subject_id] > 0),
            signal.scheidslijn,
            _yes(signal.nothing_to_report),
        ]
        rows.append((version.change_id, cells))
    return SIGNAL_COLUMNS, rows


def agenda_rows(logbook: Logbook) -> Rows:
    """Measures (kind maatregel) and agenda items that were not withdrawn."""
    rows: list[tuple[int, Cells]] = []
    for version in logbook.find(Measure.kind):
        measure = version.content
        assert isinstance(measure, Measure)
        rows.append(
            (
                version.change_id,
                _agenda(
                    measure.starts_on,
                    measure.ends_on,
                    measure.wijkcode,
                    "maatregel",
                    measure.title,
                    None,
                ),
            )
        )
    for version in logbook.find(AgendaItem.kind):
        item = version.content
        assert isinstance(item, AgendaItem)
        if not item.withdrawn:
            cells = _agenda(
                item.first_day, item.last_day, item.wijkcode, item.agenda_kind, item.title,
                item.expected_impact,
            )  # fmt: skip
            rows.append((version.change_id, cells))
    return AGENDA_COLUMNS, sorted(rows)


def _agenda(
    first: date, last: date | None, wijkcode: str | None, kind: str, title: str, impact: int | None
) -> Cells:
    until = last.isoformat() if last else None
    return [
        first.isoformat(),
        until,
        wijkcode,
        kind,
        title,
        None if impact is None else str(impact),
    ]


def _yes(value: bool) -> str:
    return "ja" if value else "nee"
