"""Every file, action and screen, for every role."""

from __future__ import annotations

from itertools import product
from typing import Any

from access import ACTIONS, LEVELS, LOCAL, NotPermittedError, roles
from briefings.making import MIME
from briefings.reading import Request
from logbook import audit
from pipelines import read_model
from pipelines.permitted_logbook import PermittedLogbook
from tests.unit.role_walk.walk import FILES, SCREENS, TRIED, foreign, say
from views import store


def test_briefings(workspace, codes, people):
    """Every level and choice of wijken: refused, or without anything of another wijk."""
    findings = []
    build_id = read_model.current_build_id(workspace)
    with read_model.open_current(workspace) as build:
        monday = build.newest_complete_week()
    choices = [(), *((code,) for code in codes), tuple(codes)]
    for access, level, wijken in product(people, LEVELS, choices):
        read = store.Reader(workspace, build_id, access)
        allowed = level in FILES[access.role]
        allowed &= access.wijken is None or (bool(wijken) and set(wijken) <= access.wijken)
        request = Request(monday, level, wijken, reviewed_by="beleidsadviseur")
        calls: dict[str, Any] = {
            "screen": lambda r=read, q=request: store.briefing_document(r, "nl", q)
        }
        for format in MIME:
            # what is drawn is slow to make, and holds what the others hold
            if not allowed or format in ("csv", "geojson"):
                calls[format] = lambda r=read, q=request, f=format: store.briefing_file(
                    r, "nl", q, f
                )
        for name, call in calls.items():
            TRIED["briefings"] += 1
            try:
                answer = call()
            except NotPermittedError:
                findings += [f"{access.role} was refused {level} {wijken}"] if allowed else []
                continue
            findings += [] if allowed else [f"{access.role} took {name} {level} {wijken}"]
            text = answer.decode("utf-8-sig") if isinstance(answer, bytes) else answer
            if isinstance(text, str):
                text = text.replace(";", ",")
            findings += [
                f"{access.role}: {name} shows {code}" for code in foreign(text, access, codes)
            ]
    assert findings == []
    say("briefings")


def test_files_actions_and_screens(logbook, codes, people):
    findings = []
    screens = sorted(roles()["lokaal"].screens)
    assert set(screens) == set(SCREENS)
    for access in people:
        book = PermittedLogbook(logbook, access)
        for level, wijken in product(LEVELS, [None, *([code] for code in codes), list(codes)]):
            TRIED["files to take along"] += 1
            allowed = level in FILES[access.role]
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
            if access.may_open(screen) != (access.role in SCREENS[screen]):
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
