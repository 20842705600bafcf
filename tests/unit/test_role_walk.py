"""Every read and write, for every role and every wijk: nothing of a wijk that is not theirs.

The expectations are written out here once more, apart from the tables they check.
"""

from __future__ import annotations

import inspect
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import logbook as lb
from access import ACTIONS, LEVELS, LOCAL, Access, NotPermittedError, roles
from demo.settings import Settings
from demo.workspace import write_workspace
from logbook import audit, open_logbook
from logbook.store import Logbook
from pipelines import permitted, read_model
from pipelines.build import run_build
from pipelines.permitted import READS, Read
from pipelines.permitted_logbook import PermittedLogbook
from tests.unit.access.people import person
from views import store

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
TRIED: Counter[str] = Counter()
# What each role may ask of a build, by kind of question.
MAY = {
    Read.GEMEENTE: {"lokaal", "analist", "wijkteam", "beleid", "beheer"},
    Read.PER_WIJK: {"lokaal", "analist", "wijkteam", "beleid", "beheer"},
    Read.ROWS_PER_WIJK: {"lokaal", "analist", "wijkteam", "beheer"},
    Read.LISTED_WIJKEN: {"lokaal", "analist", "wijkteam", "beleid", "beheer"},
    Read.ONE_WIJK: {"lokaal", "analist", "wijkteam", "beleid", "beheer"},
    Read.ROWS_OF_WIJK: {"lokaal", "analist", "wijkteam", "beheer"},
    Read.SIGNAL_IDS: {"lokaal", "analist", "wijkteam", "beheer"},
    Read.DELIVERY: {"lokaal", "analist", "wijkteam", "beleid", "beheer"},
    Read.DELIVERY_ROWS: {"lokaal", "analist", "beheer"},
}
WRITES = {"lokaal", "wijkteam"}
NOT_FOR_BELEID = {"signal", "confirmation", "review", "closed_week", "meeting_plan"}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("walk") / "ws"
    write_workspace(folder, Settings(seed=3, weeks=40, wijken=6))
    run_build(folder, None, NOW, lambda step: None)
    with read_model.open_current(folder) as build, open_logbook(folder) as logbook:
        for code in build.wijken()["wijkcode"]:
            for subject, content in one_of_each(str(code)):
                logbook.save(subject, content, role="wijkteam-demo")
    run_build(folder, None, NOW, lambda step: None)
    return folder


def one_of_each(code: str) -> list[tuple[str, lb.Content]]:
    """A subject of every kind about one wijk; the text of it names the wijk."""
    day = date(2026, 11, 18)
    monday = date(2026, 11, 16)
    week = lb.week_subject(code, day)
    made = lb.made
    decided = {
        "wijkcode": code, "week": monday, "rule_version": "r", "build_id": "b",
    }  # fmt: skip
    return [
        (f"s-{code}", made(lb.Signal, observed_on=day, wijkcode=code, criterion="C7", level=2,
                           reporter="jongerenwerk", source_kind="jongerenwerk")),
        (f"c-{code}", made(lb.Confirmation, signal_id=f"s-{code}", wijkcode=code,
                           reporter="opbouwwerk", source_kind="welzijn", confirmed_on=day)),
        (week, made(lb.Review, wijkcode=code, week=monday, beeld="Rustig.")),
        (week, made(lb.Decision, **decided, oordeel="confirm", phase="rust",
                    proposed_phase="rust", decided_on=day)),
        (f"m-{code}", made(lb.Measure, wijkcode=code, title="Gesprekken", owner="jongerenwerk",
                           starts_on=day, review_on=day)),
        (f"l-{code}", made(lb.LookBack, measure_id=f"m-{code}", wijkcode=code, week=monday,
                           looked_on=day, result=lb.lists().look_back_result[0])),
        (week, made(lb.ClosedWeek, **decided, closed_on=day, known={}, proposed={}, decided={})),
        (code, made(lb.Actieplan, wijkcode=code, verbindende_uitdaging="Samen eten.")),
        (f"p-{code}", made(lb.MeetingPlan, wijkcode=code, title="Maaltijd", plan={})),
        (f"a-{code}", made(lb.AgendaItem, first_day=day, wijkcode=code, title="Markt",
                           agenda_kind=lb.lists().agenda_kind[0])),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def codes(workspace: Path) -> dict[str, str]:
    """wijkcode -> wijknaam"""
    with read_model.open_current(workspace) as build:
        frame = build.wijken()
    return dict(zip(frame["wijkcode"], frame["wijknaam"], strict=True))


@pytest.fixture(scope="module")
def people(codes: dict[str, str]) -> list[Access]:
    """Each role; a wijkteam of every single wijk and one of two."""
    first, second = list(codes)[:2]
    teams = [person("noord", first=code) for code in codes]
    both = person("twee", first=first, second=second)
    return [LOCAL, person("a"), person("b"), person("h"), *teams, both]


@pytest.fixture(scope="module")
def logbook(workspace: Path):
    with open_logbook(workspace) as opened:
        yield opened


def foreign(answer: Any, access: Access, codes: dict[str, str]) -> list[str]:
    """Codes and names of wijken in an answer that are not theirs to see."""
    if access.wijken is None:
        return []
    text = answer.to_csv() if isinstance(answer, pd.DataFrame) else repr(answer)
    others = {c: n for c, n in codes.items() if c not in access.wijken}
    # a name may be a part of an own name or of a file's name; whole words only
    words = set(text.replace('"', ",").replace("\n", ",").split(","))
    return [c for c, n in others.items() if c in text or n in words]


def arguments_for(what: str, code: str, monday: date) -> tuple[Any, ...]:
    """Something sensible for each parameter of a question of Build."""
    known: dict[str, Any] = {
        "wijkcode": code, "week_start": monday, "layer": "C7", "label": "2026-W46", "limit": 500,
        "offset": 0, "file": None, "first": monday - timedelta(weeks=30), "last": monday,
        "day": monday, "weeks": 8, "indicator_id": "meldingen_overlast", "criterion": None,
        "register": "r", "period": "2026", "kind": "k",
    }  # fmt: skip
    names = list(inspect.signature(getattr(read_model.Build, what)).parameters)[1:]
    assert set(names) <= set(known), f"say in this test what to fill in for {what}: {names}"
    return tuple(known[name] for name in names)


def indicator_of_signals() -> tuple[str, ...]:
    return tuple(name for name, one in store.knowledge().indicators.items() if one)


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


def test_writing_in_the_logbook(logbook, codes, people):
    findings = []
    for number, (access, code) in enumerate(product(people, codes)):
        book = PermittedLogbook(logbook, access)
        for subject, content in one_of_each(code):
            TRIED["writes in the logbook"] += 1
            own = access.role in WRITES and access.sees(code)
            before = logbook.newest(content.kind, subject)
            try:
                book.save(subject, content, role=f"rol-{number}", expected_version=before.version)
            except NotPermittedError:
                findings += [f"{access.role} was refused {content.kind} {code}"] if own else []
                if logbook.newest(content.kind, subject) != before:
                    findings.append(f"{access.role}: refused {content.kind} but stored")
                continue
            findings += [] if own else [f"{access.role} wrote {content.kind} {code}"]
        TRIED["writes in the logbook"] += 1
        try:
            book.confirm_signal(
                f"s-{code}", f"melder-{number}", "welzijn", date(2026, 11, 19), role="wijkteam"
            )
        except NotPermittedError:
            findings += (
                [f"{access.role} was refused a confirmation"]
                if (access.role in WRITES and access.sees(code))
                else []
            )
        else:
            if access.role not in WRITES or not access.sees(code):
                findings.append(f"{access.role} confirmed in {code}")
    assert findings == []
    say("writes in the logbook")


def test_a_wijkteam_cannot_reach_another_wijk_by_a_detour(logbook, codes):
    own, other = list(codes)[:2]
    book = PermittedLogbook(logbook, person("noord", first=own))
    contents = dict(one_of_each(own))
    their_week = lb.week_subject(other, date(2026, 12, 2))
    signal = contents[f"s-{own}"]
    detours = [
        (their_week, contents[lb.week_subject(own, date(2026, 11, 18))], 0),
        (other, contents[own], 0),
        (f"s-{other}", signal, logbook.newest("signal", f"s-{other}").version),
        ("new", lb.made(lb.Signal, **{**dict(signal), "wijkcode": other}), 0),
        ("all", lb.made(lb.AgendaItem, first_day=date(2026, 12, 1), title="Markt",
                        agenda_kind=lb.lists().agenda_kind[0]), 0),
    ]  # fmt: skip
    for subject, content, version in detours:
        TRIED["detours"] += 1
        with pytest.raises(NotPermittedError):
            book.save(subject, content, role="wijkteam", expected_version=version)


def test_files_actions_and_screens(logbook, codes, people):
    findings = []
    screens = sorted(roles()["lokaal"].screens)
    for access in people:
        book = PermittedLogbook(logbook, access)
        for level, wijken in product(LEVELS, [None, *([code] for code in codes), list(codes)]):
            TRIED["files to take along"] += 1
            allowed = level in {
                "lokaal": LEVELS, "analist": LEVELS, "wijkteam": ("intern", "college"),
                "beleid": ("college", "openbaar"), "beheer": (),
            }[access.role]  # fmt: skip
            if access.role == "wijkteam":
                allowed &= wijken is not None and set(wijken) <= access.wijken
            lines = audit.count(logbook, "export")
            try:
                book.record_export("briefing", level, wijken, "pdf")
            except NotPermittedError:
                findings += [f"{access.role} was refused {level} {wijken}"] if allowed else []
                continue
            findings += [] if allowed else [f"{access.role} took {level} {wijken}"]
            if audit.count(logbook, "export") != lines + (access is not LOCAL):
                findings.append(f"{access.role}: {level} was not recorded")
        for action in ACTIONS:
            TRIED["actions"] += 1
            allowed = {
                "upload": {"lokaal", "analist"}, "build": {"lokaal", "analist", "beheer"},
            }.get(action, {"lokaal", "beheer"})  # fmt: skip
            if access.may(action) != (access.role in allowed):
                findings.append(f"{access.role} {action}")
        for screen in screens:
            TRIED["screens"] += 1
            if access.may_open(screen) != (
                screen != "beheer" or access.role in ("lokaal", "beheer")
            ):
                findings.append(f"{access.role} opens {screen}")
        for call in (book.audit_count, lambda b=book: b.audit_lines(5), book.retention_due):
            TRIED["the audit"] += 1
            try:
                call()
            except NotPermittedError:
                findings += ["refused the audit"] if access.role in ("lokaal", "beheer") else []
            else:
                findings += [] if access.role in ("lokaal", "beheer") else ["got the audit"]
    assert findings == []
    say("files to take along")


def test_every_method_of_the_logbook_is_walked():
    """A new method of either class has to be looked at before this passes."""
    methods = {name for name in vars(PermittedLogbook) if not name.startswith("_")}
    assert methods == {
        "newest", "history", "find", "changes_of", "what_became_of", "confirmed_phase", "overdue",
        "provisional_proposal", "track_record", "save", "confirm_signal", "record",
        "record_export", "record_sign_in", "audit_lines", "audit_count", "retention_due",
    }  # fmt: skip
    assert set(dir(Logbook)) >= {"save", "find"}


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


def say(part: str) -> None:
    """How many combinations were tried, for who reads the output of the tests."""
    print(f"{part}: {TRIED[part]} combinations; so far {sum(TRIED.values())}")
