"""Fills the logbook of a copy of a workspace with what people could have recorded: roles only.

The fictional gemeente itself has no logbook: made-up decisions would be taken for real ones.
"""

import shutil
from datetime import date, timedelta
from pathlib import Path

from logbook import (
    Actieplan,
    AgendaItem,
    Decision,
    Logbook,
    LookBack,
    Measure,
    Review,
    Signal,
    made,
    new_id,
    open_logbook,
    week_subject,
)
from pipelines import read_model

TEAM = "wijkteam-demo"


def copy_with_logbook(workspace: Path, copy: Path) -> tuple[Path, dict[str, str]]:
    """A copy with a logbook. Gives the copy and story -> wijkcode: `otherwise` (people confirmed
    another phase than is proposed), `agreed`, `expired`, `rejected`.
    """
    shutil.copytree(workspace, copy)
    with read_model.open_current(copy) as build:
        last = date.fromisoformat(build.meta()["as_of"])
        phases = build.phases(build.newest_complete_week())
        meta = build.meta()
    named = phases[phases["phase"].isin(["ongemak", "spanning"])]
    codes = [*named["wijkcode"], *phases.loc[phases["phase"] == "rust", "wijkcode"]][:4]
    proposed = dict(zip(phases["wijkcode"], phases["phase"], strict=True))
    stories = dict(zip(("otherwise", "agreed", "expired", "rejected"), codes, strict=True))
    with open_logbook(copy, tuple(phases["wijknaam"])) as logbook:
        recorder = _Recorder(logbook, meta, proposed)
        _otherwise(recorder, stories["otherwise"], last)
        recorder.decide(stories["agreed"], last - timedelta(days=2))
        recorder.decide(stories["expired"], last - timedelta(weeks=20))
        reason = "De meldingen gaan over één portiek en niet over de wijk."
        recorder.decide(stories["rejected"], last - timedelta(days=9), None, reason)
        # Enough old decisions for a track record.
        for code in [code for code in proposed if code not in codes][:10]:
            for weeks_ago in (30, 17):
                recorder.decide(code, last - timedelta(weeks=weeks_ago))
    return copy, stories


class _Recorder:
    def __init__(self, logbook: Logbook, meta: dict[str, str], proposed: dict[str, str]) -> None:
        self.logbook, self.meta, self.proposed = logbook, meta, proposed

    def decide(
        self, code: str, day: date, phase: str | None = "as proposed", reason: str = ""
    ) -> None:
        """A decision about the week of a day."""
        then = self.proposed[code]
        if then == "onvoldoende_gegevens" and phase == "as proposed":
            phase, reason = "rust", "Wij kennen de wijk: het is er rustig."
        chosen = then if phase == "as proposed" else phase
        oordeel = "confirm" if chosen == then else "adjust" if chosen else "reject"
        decision = made(
            Decision, wijkcode=code, week=day, oordeel=oordeel, phase=chosen, reason=reason,
            proposed_phase=then, proposed_certainty="waarschijnlijk", decided_on=day,
            rule_version=self.meta["rule_version"], build_id=self.meta["build_id"],
        )  # fmt: skip
        self.logbook.save(week_subject(code, day), decision, role=TEAM)


def _otherwise(recorder: _Recorder, code: str, last: date) -> None:
    """A wijk with a whole story: reviews, decisions, measures, a look back, signals and a plan."""
    logbook = recorder.logbook
    recorder.decide(code, last - timedelta(weeks=18))
    reason = "Bewoners spreken elkaar weer aan, maar op het plein is het nog onrustig."
    other = "incidenten" if recorder.proposed[code] == "spanning" else "spanning"
    recorder.decide(code, last - timedelta(days=3), other, reason)
    earlier = made(
        Review, wijkcode=code, week=last - timedelta(weeks=18),
        beeld="Meer klachten over geluid dan in het voorjaar.",
        oorzaken=("Het plein heeft geen plek voor jongeren", "Geluid in de avond"),
        scheidslijnen=("jong-oud",), groepen=(), locaties=("Marktplein",),
    )  # fmt: skip
    logbook.save(week_subject(code, earlier.week), earlier, role=TEAM)
    later = made(
        Review, wijkcode=code, week=last, beeld="Rustiger in de portieken, niet op het plein.",
        oordeel="adjust", phase=other, reason=reason,
        oorzaken=("Geluid in de avond", "Onduidelijk wie het plein beheert"),
        scheidslijnen=("gebruik-openbare-ruimte",),
    )  # fmt: skip
    logbook.save(week_subject(code, later.week), later, role=TEAM)
    talks = made(
        Measure, wijkcode=code, title="Gesprekken op het plein met jong en oud",
        owner="opbouwwerk-demo", starts_on=last - timedelta(weeks=10), status="loopt",
        review_on=last - timedelta(weeks=1), week=last - timedelta(weeks=18),
    )  # fmt: skip
    subject = new_id()
    logbook.save(subject, talks, role=TEAM)
    look = made(
        LookBack, measure_id=subject, wijkcode=code, week=last - timedelta(weeks=4),
        looked_on=last - timedelta(weeks=4), result="helpt_deels",
        note="Jongeren komen, ouderen nog weinig.",
    )  # fmt: skip
    logbook.save(new_id(), look, role=TEAM)
    planned = made(
        Measure, wijkcode=code, title="Afspraken over het beheer van het plein",
        owner="gemeente-demo", starts_on=last + timedelta(weeks=2), status="gepland",
        review_on=last + timedelta(weeks=10), week=last,
    )  # fmt: skip
    logbook.save(new_id(), planned, role=TEAM)
    seen = made(
        Signal, observed_on=last, wijkcode=code, criterion="C5", level=1,
        reporter="sleutelfiguur-plein", source_kind="sleutelfiguur",
    )  # fmt: skip
    logbook.save(new_id(), seen, role="sleutelfiguur-plein")
    meeting = made(
        AgendaItem, first_day=last + timedelta(weeks=3), wijkcode=code,
        agenda_kind="bijeenkomst", title="Bewonersavond over het plein", expected_impact=1,
    )  # fmt: skip
    logbook.save(new_id(), meeting, role=TEAM)
    plan = made(
        Actieplan, wijkcode=code, oorzaken=("Geluid in de avond",),
        verbindende_uitdaging="Samen een plein maken waar iedereen kan zitten.",
        sleutelfiguren=("sleutelfiguur-plein",),
    )  # fmt: skip
    logbook.save(code, plan, role=TEAM)
