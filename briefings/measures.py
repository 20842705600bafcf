"""What people do in each wijk, from the logbook: the one place of this room that reads it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import logbook
from briefings.model import Measure


def measures_before(workspace: Path, moment: dt.datetime) -> dict[str, list[Measure]]:
    """wijkcode -> its measures as they stood at a moment, by first day. Without a logbook: none.

    Raises logbook.UnreachableError where there is a logbook that cannot be read.
    """
    if not logbook.has_logbook(workspace):
        return {}
    with logbook.open_logbook(workspace) as opened:
        subjects = [version.subject_id for version in opened.find(logbook.Measure.kind)]
        histories = [opened.history(logbook.Measure.kind, name) for name in subjects]
    found: dict[str, list[Measure]] = {}
    for versions in histories:
        stood = [version.content for version in versions if _utc(version.recorded_at) <= moment]
        if stood and isinstance(content := stood[-1], logbook.Measure):
            found.setdefault(content.wijkcode, []).append(
                Measure(
                    title=content.title,
                    owner_role=content.owner,
                    starts_on=content.starts_on,
                    review_on=content.review_on,
                    ends_on=content.ends_on,
                    status=content.status,
                )
            )
    return {
        code: sorted(measures, key=lambda one: (one.starts_on, one.title))
        for code, measures in found.items()
    }


def _utc(moment: dt.datetime) -> dt.datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
