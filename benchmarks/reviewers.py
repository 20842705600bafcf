"""What one person does in a weekly review, and whether all of it reached the logbook.

Several people may share a wijk: then they work on the same review at the same time, each adds other
groups, and all of them write in the same field.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from string import ascii_lowercase

from benchmarks.streamlit_session import StreamlitSession
from indicators import load_knowledge
from logbook import Review, Signal, open_logbook, week_subject
from pipelines import read_model

GROUPS = ("jongeren", "ouderen", "ouders", "huurders", "kopers", "omwonenden", "winkeliers")
#: Two signals, each by its criterion and level: the words of the first choices on the screen.
SIGNALS = (("C7", 2), ("C8", 1))


@dataclass
class Reviewer:
    """One person: where, in which role, and what was done so far. seconds: kind of step -> each."""

    number: int
    wijkcode: str
    seconds: dict[str, list[float]] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    #: Texts that this person was asked about, because somebody wrote in the same field.
    overlapping: list[str] = field(default_factory=list)

    @property
    def role(self) -> str:
        """wijkteam-a, wijkteam-b, … wijkteam-aa."""
        first, second = divmod(self.number, 26)
        letters = (ascii_lowercase[first - 1] if first else "") + ascii_lowercase[second]
        return f"wijkteam-{letters}"

    def took(self, kind: str, seconds: float) -> None:
        self.seconds.setdefault(kind, []).append(seconds)


@dataclass(frozen=True)
class Place:
    """What the steps need to know of a workspace: its wijken, today there, words of the options."""

    folder: Path
    wijken: tuple[str, ...]
    today: date
    criteria: dict[str, str]
    levels: dict[str, tuple[str, ...]]


def place(folder: Path) -> Place:
    """Read from the published build and the knowledge; the gemeente has to be fictional."""
    knowledge = load_knowledge()
    build = read_model.open_current(folder)
    if build is None or build.meta()["fictief"] != "true":
        raise SystemExit("a fictional gemeente with a build is needed: its logbook is written in")
    with build:
        week = build.newest_complete_week()
        # Where no phase is proposed there is nothing to confirm.
        phases = build.phases(week)
        named = phases[phases["phase"] != "onvoldoende_gegevens"]
        return Place(
            folder=folder,
            wijken=tuple(named["wijkcode"]),
            today=date.fromisoformat(build.meta()["as_of"]),
            criteria={one.id: one.name.nl for one in knowledge.criteria.values()},
            levels={
                one.id: tuple(one.descriptors.at(level).nl for level in range(4))
                for one in knowledge.criteria.values()
            },
        )


async def review(address: str, at: Place, who: Reviewer, think_s: float, rounds: int = 1) -> None:
    """A whole visit: choose a role, report two signals, fill in beeld and oordeel."""
    chance = random.Random(who.number)

    async def think() -> None:
        await asyncio.sleep(think_s * chance.uniform(0.5, 1.5))

    subject = week_subject(who.wijkcode, at.today)
    await asyncio.sleep(think_s * chance.random())
    query = f"wijk={who.wijkcode}"
    async with StreamlitSession(address, "weekreview", query) as screen:
        who.took("open", await screen.run())
        await think()
        who.took("tap", await screen.choose("weekreview_role", who.role))
        await think()
        who.took("tap", await screen.choose("weekreview_source_kind", "Welzijn"))
        for turn in range(rounds):
            for criterion, level in SIGNALS:
                await think()
                key = f"weekreview_signal_{{}}_{who.wijkcode}"
                who.took(
                    "tap", await screen.pick(key.format("criterion"), [at.criteria[criterion]])
                )
                await think()
                words = at.levels[criterion][level]
                who.took("tap", await screen.choose(key.format("level"), words))
                await think()
                who.took("signal", await screen.press(key.format("save")))
            await think()
            text = f"Beeld van {who.role}, keer {turn + 1}."
            who.took("field", await screen.choose(f"weekreview_beeld_{subject}", text))
            who.texts.append(text)
            if screen.shows("wijzigde dit ook"):
                who.overlapping.append(text)
                await think()
                key = f"both_beeld_{subject}"
                key = key if key in screen.ids else f"theirs_beeld_{subject}"
                who.took("tap", await screen.press(key))
            await think()
            who.took("tap", await screen.choose(f"weekreview_oordeel_{subject}", "Bevestigen"))
            await think()
            group = GROUPS[(who.number + turn) % len(GROUPS)]
            who.groups.append(group)
            seen = await _groups(at, subject)
            who.took(
                "tap",
                await screen.pick(f"weekreview_groepen_{subject}", sorted({*seen, group})),
            )


async def _groups(at: Place, subject: str) -> Sequence[str]:
    """The groups that stand on the screen now: those that are stored."""

    def read() -> Sequence[str]:
        with open_logbook(at.folder) as logbook:
            newest = logbook.newest(Review.kind, subject)
        return newest.content.groepen if newest and isinstance(newest.content, Review) else ()

    return await asyncio.to_thread(read)


def lost(at: Place, people: Sequence[Reviewer], rounds: int = 1) -> list[str]:
    """Everything that people saved and the logbook does not hold; empty when nothing was lost.

    A text is kept when a version of the review holds it, or when its writer was shown both texts
    and chose the other.
    """
    missing = []
    with open_logbook(at.folder) as logbook:
        for who in people:
            signals = [
                one.content
                for one in logbook.find(Signal.kind, who.wijkcode)
                if isinstance(one.content, Signal) and one.content.reporter == who.role
            ]
            expected = sorted(SIGNALS * rounds)
            if sorted((str(one.criterion), one.level or 0) for one in signals) != expected:
                missing.append(f"{who.role}: {len(signals)} of {len(expected)} signals")
            history = logbook.history(Review.kind, week_subject(who.wijkcode, at.today))
            written = [one.content for one in history if isinstance(one.content, Review)]
            for text in who.texts:
                if text not in who.overlapping and not any(text in one.beeld for one in written):
                    missing.append(f"{who.role}: {text}")
            last = written[-1] if written else None
            missing += [
                f"{who.role}: {group}"
                for group in who.groups
                if last is None or group not in last.groepen
            ]
            if last is None or last.oordeel != "confirm":
                missing.append(f"{who.role}: oordeel")
    return missing
