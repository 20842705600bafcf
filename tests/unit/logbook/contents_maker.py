"""Small valid contents for the tests of this folder."""

from datetime import date

from logbook import Decision, Measure, Review, Signal, made

WIJK, OTHER = "WK000101", "WK000102"
MONDAY = date(2026, 11, 16)
ROLE = "wijkteam-waterhoek"


def signal(**fields):
    start = {
        "observed_on": date(2026, 11, 18),
        "wijkcode": WIJK,
        "criterion": "C7",
        "level": 2,
        "reporter": "jongerenwerk-waterhoek",
        "source_kind": "jongerenwerk",
    }
    return made(Signal, **{**start, **fields})


def review(**fields):
    return made(Review, **{"wijkcode": WIJK, "week": MONDAY, **fields})


def decision(**fields):
    start = {
        "wijkcode": WIJK,
        "week": MONDAY,
        "oordeel": "confirm",
        "phase": "spanning",
        "proposed_phase": "spanning",
        "rule_version": "2026.11-gewogen",
        "build_id": "build-20261120T100000Z",
        "decided_on": date(2026, 11, 20),
    }
    return made(Decision, **{**start, **fields})


def measure(**fields):
    start = {
        "wijkcode": WIJK,
        "title": "Gesprekken op het plein",
        "owner": "jongerenwerk-waterhoek",
        "starts_on": date(2026, 11, 23),
        "review_on": date(2027, 1, 11),
    }
    return made(Measure, **{**start, **fields})
