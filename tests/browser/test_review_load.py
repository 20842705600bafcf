"""Several people in the weekly review at once, as real sessions: no write may get lost."""

import asyncio
import shutil
from concurrent.futures import ThreadPoolExecutor

from benchmarks.reviewers import Reviewer, lost, place, review

PEOPLE, WIJKEN = 6, 3


def test_no_write_is_lost_when_people_share_a_review(tmp_path_factory, workspace, start_dashboard):
    folder = shutil.copytree(workspace, tmp_path_factory.mktemp("samen") / "fictief")
    at = place(folder)
    address = start_dashboard(folder)
    people = [Reviewer(n, at.wijken[n % WIJKEN]) for n in range(PEOPLE)]

    async def together() -> None:
        await asyncio.gather(*(review(address, at, who, 0.2, rounds=2) for who in people))

    # In a thread: the browser of the other tests keeps a loop of its own in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, together()).result()
    assert lost(at, people, rounds=2) == []


def test_what_is_missing_is_noticed(workspace, tmp_path_factory):
    folder = shutil.copytree(workspace, tmp_path_factory.mktemp("kwijt") / "fictief")
    at = place(folder)
    who = Reviewer(0, at.wijken[0], texts=["Een tekst."], groups=["jongeren"])
    found = lost(at, [who])
    assert found == [
        "wijkteam-a: 0 of 2 signals",
        "wijkteam-a: Een tekst.",
        "wijkteam-a: jongeren",
        "wijkteam-a: oordeel",
    ]
