"""Every write, for every role and every wijk: nothing in a wijk that is not theirs."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

import logbook as lb
from access import LOCAL, NotPermittedError
from logbook import audit
from logbook.store import Logbook
from pipelines.closing import close_week, reopen
from pipelines.permitted_logbook import PermittedLogbook
from tests.unit.access.people import person
from tests.unit.role_walk.walk import PROPOSED, TRIED, WRITES, one_of_each, say


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


def test_things_stored_together_are_all_permitted_or_none(logbook, codes, people):
    findings = []
    for access, own, other in product(people, codes, codes):
        TRIED["stored together"] += 1
        allowed = access.role in WRITES and access.sees(own) and access.sees(other)
        parts = []
        for code in dict.fromkeys((own, other)):
            subject, content = f"m-{code}", dict(one_of_each(code))[f"m-{code}"]
            parts.append(lb.Part(subject, content, logbook.newest("measure", subject).version))
        before = [logbook.newest("measure", part.subject_id) for part in parts]
        try:
            PermittedLogbook(logbook, access).save_together(parts, role="wijkteam")
        except NotPermittedError:
            findings += [f"{access.role} was refused {own} with {other}"] if allowed else []
            if [logbook.newest("measure", part.subject_id) for part in parts] != before:
                findings.append(f"{access.role}: refused, but a part is stored")
            continue
        findings += [] if allowed else [f"{access.role} stored {own} with {other}"]
    assert findings == []
    say("stored together")


def test_closing_and_opening_a_week(logbook, codes, people):
    """The function of pipelines/closing.py, on the logbook as a role has it."""
    findings = []
    for access, code in product(people, codes):
        book = PermittedLogbook(logbook, access)
        allowed = access.role in WRITES and access.sees(code)
        subject = lb.week_subject(code, date(2026, 11, 18))
        review = lb.made(
            lb.Review, wijkcode=code, week=date(2026, 11, 16), beeld="Rustig.", oordeel="confirm",
            phase="rust",
        )  # fmt: skip
        version = logbook.newest("review", subject).version
        seen = logbook.save(subject, review, role="wijkteam", expected_version=version).version
        closings = len(logbook.history("closed_week", subject))
        lines = audit.count(logbook, "decision")
        for name, call in {
            "close": lambda b=book, s=subject, v=seen: close_week(
                b, s, v, PROPOSED, {}, today=date(2026, 11, 20), role="wijkteam"
            ),
            "open": lambda b=book, s=subject: reopen(b, s, "wijkteam"),
        }.items():
            TRIED["closing a week"] += 1
            try:
                call()
            # to who may not see it the review is not there
            except (NotPermittedError, lb.ContentError, lb.GoneError):
                findings += [f"{access.role} was refused to {name} {code}"] if allowed else []
                continue
            findings += [] if allowed else [f"{access.role} did {name} {code}"]
        if len(logbook.history("closed_week", subject)) != closings + allowed:
            findings.append(f"{access.role}: {code} closed or not against the role")
        if audit.count(logbook, "decision") != lines + 2 * (allowed and access is not LOCAL):
            findings.append(f"{access.role}: who closed {code} is not recorded")
    assert findings == []
    say("closing a week")


def test_every_method_of_the_logbook_is_walked():
    """A new method of either class has to be looked at before this passes."""
    methods = {name for name in vars(PermittedLogbook) if not name.startswith("_")}
    assert methods == {
        "newest", "history", "find", "changes_of", "what_became_of", "confirmed_phase", "overdue",
        "provisional_proposal", "track_record", "save", "save_together", "confirm_signal", "record",
        "places", "check_role",
        "record_export", "record_sign_in", "audit_lines", "audit_count", "retention_due",
    }  # fmt: skip
    assert set(dir(Logbook)) >= {"save", "find"}
