"""Who is expected to report what they see: roles in a wijk, each with habits of its own."""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import pandas as pd

from demo.geography import Town
from demo.names import slug
from demo.settings import Settings
from demo.situations import Situations

# Role, and how readily it sees things as serious compared with the others (tension points).
_ROLES = (
    ("jongerenwerk", -0.10),
    ("opbouwwerk", 0.05),
    ("politie", -0.05),
    ("corporatie", 0.05),
    ("welzijn", 0.0),
    ("school", -0.15),
    ("handhaving", 0.15),
    ("sleutelfiguur", 0.20),
    ("zorg", -0.10),
    ("gemeente", -0.10),
)
_NEVER = 10_000


@dataclass(frozen=True)
class Reporter:
    """One role in one wijk."""

    code: str
    kind: str
    wijk: int
    every_weeks: int
    offset: int  # which of the weeks, for those who do not report weekly
    first_week: int
    until_week: int  # officially no longer expected after this week
    silent_from: int  # really stops here, without telling anybody
    discipline: float  # chance that an expected report comes
    bias: float  # sees it lighter (-) or heavier (+)
    noise: float  # how much it varies from report to report
    thresholds: tuple[float, float, float]  # felt tension from which level 1, 2, 3 is filed
    files_nothing: float  # chance that "nothing to report" is filed rather than nothing sent


def make_reporters(settings: Settings, town: Town, stories: Situations) -> list[Reporter]:
    """Two to four reporters per wijk; the starved wijk has one, who hardly reports."""
    rng = settings.rng("reporters")
    reporters: list[Reporter] = []
    for wijk, name in enumerate(town.wijken["wijknaam"]):
        number = 1 if wijk == stories.starved else 2 + int(rng.random() < 0.6)
        number += int(town.residents[wijk] > 6000) if wijk != stories.starved else 0
        chosen = rng.choice(len(_ROLES), size=number, replace=False)
        for place, role in enumerate(chosen):
            kind, habit = _ROLES[int(role)]
            reporters.append(
                _reporter(rng, settings, stories, f"{kind}-{slug(name)}", kind, wijk, place, habit)
            )
    return reporters


def _reporter(
    rng: np.random.Generator,
    settings: Settings,
    stories: Situations,
    code: str,
    kind: str,
    wijk: int,
    place: int,
    habit: float,
) -> Reporter:
    """Draw the habits of one reporter. All draws are made for each, so that streams stay equal."""
    weekly = place == 0 or rng.random() < 0.18
    bias = habit + rng.normal(0, 0.18)
    if rng.random() < 0.05:  # a few see everything darker, or lighter, than it is
        bias += 0.8 * rng.choice([-1, 1])
    discipline = float(np.clip(rng.beta(9, 2), 0.3, 0.98))
    if rng.random() < 0.25:
        discipline = float(rng.uniform(0.35, 0.6))
    fades = rng.random() < 0.08
    leaves = rng.random() < 0.07
    joins = rng.random() < 0.1
    moments = rng.uniform(0.2, 0.9, 3)
    silent_from = int(moments[0] * settings.weeks) if fades else _NEVER
    if wijk == stories.silent:
        silent_from = int(settings.weeks * 0.7) + place
    shift = rng.normal(0, 0.12)
    steps = np.array([0.92, 2.1, 2.95]) + shift + rng.normal(0, 0.1, 3)
    return Reporter(
        code=code,
        kind=kind,
        wijk=wijk,
        every_weeks=4 if wijk == stories.starved or not weekly else 1,
        offset=int(rng.integers(4)),
        first_week=int(moments[1] * settings.weeks * 0.6) if joins and place else 0,
        until_week=int(moments[2] * settings.weeks) if leaves and place > 1 else _NEVER,
        silent_from=silent_from,
        discipline=0.12 if wijk == stories.starved else discipline,
        bias=float(bias),
        noise=float(rng.uniform(0.4, 0.65)),
        thresholds=(float(steps[0]), float(steps[1]), float(steps[2])),
        files_nothing=float(rng.choice([0.97, 0.8, 0.4], p=[0.6, 0.25, 0.15])),
    )


def reporter_rows(settings: Settings, town: Town, reporters: list[Reporter]) -> pd.DataFrame:
    """Text columns of reporters.csv. Who fell silent is not in it: that has to be noticed."""
    rows = []
    for one in reporters:
        first = settings.first_monday + timedelta(weeks=one.first_week)
        until = ""
        if one.until_week < settings.weeks:
            until = (settings.first_monday + timedelta(weeks=one.until_week, days=6)).isoformat()
        wijkcode = town.wijkcodes[one.wijk]
        rows.append((one.code, one.kind, wijkcode, str(one.every_weeks), first.isoformat(), until))
    columns = ["reporter", "source_kind", "wijkcode", "every_weeks", "from", "until"]
    return pd.DataFrame(rows, columns=columns)
