"""Every read, for every role and every wijk: nothing of a wijk that is not theirs."""

from __future__ import annotations

from datetime import date
from itertools import product
from types import SimpleNamespace

import pandas as pd
import pytest

import logbook as lb
from access import LOCAL, NotPermittedError
from pipelines import permitted, read_model
from pipelines.permitted import READS, Read
from pipelines.permitted_logbook import PermittedLogbook
from tests.unit.access.people import person
from tests.unit.role_walk.walk import (
    MAY,
    NOT_FOR_BELEID,
    TRIED,
    arguments_for,
    foreign,
    indicator_of_signals,
    one_of_each,
    say,
)
from views import memory, store


def test_every_question_to_a_build(workspace, codes, people):
    findings = []
    build_id = read_model.current_build_id(workspace)
    with read_model.open_current(workspace) as build:
        monday = build.newest_complete_week()
    for access, (what, kind), code in product(people, READS.items(), codes):
        reader = store.Reader(workspace, build_id, access)
        needs_wijk = kind in (Read.ONE_WIJK, Read.ROWS_OF_WIJK, Read.SIGNAL_IDS)
        is_allowed = access.role in MAY[kind] and not (needs_wijk and not access.sees(code))
        indicators = indicator_of_signals() if what == "rows_behind" else ("",)
        for indicator in indicators:
            TRIED["questions to a build"] += 1
            arguments = arguments_for(what, code, monday)
            if what == "rows_behind":
                arguments = (code, indicator, monday, None)
            try:
                answer = reader(what, *arguments)
            except NotPermittedError:
                if is_allowed:
                    findings.append(f"{access.role} was refused {what} of {code}")
                continue
            if not is_allowed:
                findings.append(f"{access.role} got {what} of {code}")
            findings += [
                f"{access.role}: {what} shows {one}" for one in foreign(answer, access, codes)
            ]
            if what == "notices" and access.wijken is not None:  # names stand in sentences there
                text = " ".join(answer["message_nl"])
                findings += [n for c, n in codes.items() if n in text and not access.sees(c)]
    assert findings == []
    say("questions to a build")


def test_series_on_another_division_are_not_for_who_sees_a_part(workspace, codes):
    """An old wijk may lie in the wijken of two teams."""
    build_id = read_model.current_build_id(workspace)
    questions = {
        "series_offered": (), "series_on": (2025,), "series_left_out": (2025,),
        "series_totals": (2025,),
    }  # fmt: skip
    for access in (person("noord", first=next(iter(codes))), person("b")):
        for what, arguments in questions.items():
            with pytest.raises(NotPermittedError):
                store.Reader(workspace, build_id, access)(what, *arguments)
    for access in (LOCAL, person("a"), person("h")):
        for what, arguments in questions.items():
            assert store.Reader(workspace, build_id, access).table(what, *arguments).empty


def test_one_role_after_another_from_the_same_memory(workspace, codes, people):
    """Whoever asked first: each gets its own part, and an answer that is changed harms nobody."""
    build_id = read_model.current_build_id(workspace)
    with read_model.open_current(workspace) as build:
        monday = build.newest_complete_week()
    for access in [*people, *reversed(people)]:
        reader = store.Reader(workspace, build_id, access)
        frame = reader.table("phases", monday)
        seen = set(codes) if access.wijken is None else set(access.wijken)
        assert set(frame["wijkcode"]) == seen
        assert {area.wijkcode for area in reader.areas()} == seen
        frame["wijkcode"] = "WK000000"
        TRIED["the same memory"] += 1


def test_a_question_nobody_thought_about_is_refused(workspace):
    reader = store.Reader(workspace, read_model.current_build_id(workspace), LOCAL)
    for what in ("cursor", "close", "_frame", "__class__", "nothing"):
        with pytest.raises(NotPermittedError):
            reader(what)


def test_reading_the_logbook(logbook, codes, people):
    findings = []
    for access, kind, code in product(people, lb.KINDS, codes):
        book = PermittedLogbook(logbook, access)
        readable = not (access.role == "beleid" and kind in NOT_FOR_BELEID)
        subject = next(s for s, content in one_of_each(code) if content.kind == kind)
        calls = {
            "newest": lambda b=book, k=kind, s=subject: b.newest(k, s),
            "history": lambda b=book, k=kind, s=subject: b.history(k, s),
            "find": lambda b=book, k=kind: b.find(k),
            "find of a wijk": lambda b=book, k=kind, c=code: b.find(k, c),
        }
        for name, call in calls.items():
            TRIED["reads of the logbook"] += 1
            asks_wijk = name == "find of a wijk" and not access.sees(code)
            try:
                answer = call()
            except NotPermittedError:
                if readable and not asks_wijk:
                    findings.append(f"{access.role} was refused {name} {kind} {code}")
                continue
            if not readable or asks_wijk:
                findings.append(f"{access.role} got {name} {kind} {code}")
            if access.sees(code) and not answer:
                findings.append(f"{access.role}: {name} {kind} {code} is empty")
            findings += [f"{access.role}: {name} shows {c}" for c in foreign(answer, access, codes)]
    assert findings == []
    say("reads of the logbook")


def test_questions_to_the_logbook(workspace, logbook, codes, people):
    findings = []
    today = date(2026, 12, 1)
    review_weeks = dict.fromkeys(codes, 1)
    for access, code in product(people, codes):
        book = PermittedLogbook(logbook, access)
        calls = {
            "changes_of": lambda b=book, c=code: b.changes_of(c),
            "what_became_of": lambda b=book, c=code: b.what_became_of("jongerenwerk", (), c),
            "what became of all": lambda b=book: b.what_became_of("jongerenwerk", ()),
            "confirmed_phase": lambda b=book, c=code: b.confirmed_phase(c, today),
            "overdue": lambda b=book: b.overdue(today, review_weeks),
        }
        for name, call in calls.items():
            TRIED["questions to the logbook"] += 1
            allowed = name in ("what became of all", "overdue") or access.sees(code)
            allowed &= not (access.role == "beleid" and name.startswith("what"))
            try:
                answer = call()
            except NotPermittedError:
                findings += [f"{access.role} was refused {name} {code}"] if allowed else []
                continue
            findings += [] if allowed else [f"{access.role} got {name} {code}"]
            findings += [f"{access.role}: {name} {c}" for c in foreign(answer, access, codes)]
    assert findings == []
    say("questions to the logbook")


def test_a_proposal_at_once_is_of_an_own_wijk(workspace, logbook, codes):
    first, second = list(codes)[:2]
    team = PermittedLogbook(logbook, person("noord", first=first))
    found = team.provisional_proposal(workspace, first, date(2026, 11, 20))
    assert found is not None and found.wijkcode == first
    for book, code in (
        (team, second),
        (PermittedLogbook(logbook, person("b")), first),
    ):
        with pytest.raises(NotPermittedError):
            book.provisional_proposal(workspace, code, date(2026, 11, 20))


def test_what_the_screens_remember_of_the_logbook(workspace, codes, people, monkeypatch):
    """The proposal at once, the totals of decisions, white spots and the newest versions, whoever
    asked before.
    """
    monkeypatch.setenv("WIJKPULS_WORKSPACE", str(workspace))
    findings = []
    build_id = read_model.current_build_id(workspace)
    with read_model.open_current(workspace) as build:
        monday = build.newest_complete_week()
    records = set()
    for access in [*people, *reversed(people)]:
        read = store.Reader(workspace, build_id, access)
        seen = tuple(code for code in codes if access.sees(code))

        def find(own: tuple[str, ...] = seen) -> tuple[str, ...]:
            return own

        if store.white_spots(read, monday, (), find) != seen:
            findings.append(f"{access.role} got the white spots of others")
        records.add(repr(store.track_record(read)))
        known = memory.read(SimpleNamespace(read=read), tuple(lb.KINDS.values()))
        kinds = {version.kind for version in known.versions}
        if kinds != set(lb.KINDS) - (NOT_FOR_BELEID if access.role == "beleid" else set()):
            findings.append(f"{access.role} has {kinds}")
        findings += [f"{access.role} sees {c}" for c in foreign(known, access, codes)]
        TRIED["remembered"] += 3
        for code in list(codes)[:3]:
            TRIED["remembered"] += 1
            allowed = access.sees(code) and access.role != "beleid"
            try:
                found = store.proposal_at_once(read, code, date(2026, 11, 20), 1)
            except NotPermittedError:
                findings += [f"{access.role} was refused {code}"] if allowed else []
                continue
            if not allowed or found is None or found.wijkcode != code:
                findings.append(f"{access.role} got {code}")
    assert findings == []
    assert len(records) == 1, "totals over the gemeente are the same for every role"
    say("remembered")


def test_each_kind_with_rows_is_cut_to_the_own_wijken(monkeypatch):
    """Also the kinds that no question has yet: rows per wijk, and rows with a list of wijken."""
    team = person("noord", first="WK000001")
    kinds = {"rows": Read.ROWS_PER_WIJK, "listed": Read.LISTED_WIJKEN}
    monkeypatch.setattr(permitted, "READS", kinds)
    rows = pd.DataFrame({"wijkcode": ["WK000001", "WK000002"], "n": [1, 2]})
    assert list(permitted.only_permitted(team, "rows", rows)["n"]) == [1]
    lists = [["WK000001", "WK000002"], ["WK000002"], None, []]
    listed = pd.DataFrame({"title": list("abcd"), "wijken": lists})
    cut = permitted.only_permitted(team, "listed", listed)
    assert list(cut["title"]) == ["a", "c"]
    assert cut["wijken"].iloc[0] == ["WK000001"]
    assert len(permitted.only_permitted(LOCAL, "listed", listed)) == 4
    with pytest.raises(NotPermittedError):
        permitted.check_read(person("b"), "rows", ())
    permitted.check_read(person("b"), "listed", ())


def test_the_walk_sees_a_planted_leak(workspace, codes, monkeypatch):
    """Without the cut afterwards, the walk finds rows of other wijken."""
    monkeypatch.setattr(permitted, "only_permitted", lambda access, what, answer: answer)
    team = person("noord", first=next(iter(codes)))
    reader = store.Reader(workspace, read_model.current_build_id(workspace), team)
    assert len(foreign(reader("wijken"), team, codes)) == len(codes) - 1
