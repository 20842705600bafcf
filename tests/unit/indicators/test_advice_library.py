"""The library: every source with everything it is used for."""

from __future__ import annotations

from indicators import load_knowledge
from indicators.advice.library import assumptions, source_by_address, unlisted, uses

KNOWLEDGE = load_knowledge()


def test_a_source_knows_what_rests_on_it() -> None:
    found = {(use.kind, use.id) for use in uses(KNOWLEDGE)["kis-verticaal"]}
    assert ("criterion", "C13") in found
    assert ("indicator", "gehoord_door_gemeente") in found
    assert ("intervention", "luistergesprekken") in found
    assert ("advice_rule", "bewoners-en-overheid") in found


def test_each_use_stands_once_and_says_how_directly() -> None:
    for found in uses(KNOWLEDGE).values():
        assert len(set(found)) == len(found)
        for use in found:
            assert (use.status is None) == (use.kind == "intervention")


def test_every_address_of_the_knowledge_is_listed() -> None:
    assert unlisted(KNOWLEDGE) == ()
    addresses = source_by_address(KNOWLEDGE)
    for criterion in KNOWLEDGE.criteria.values():
        assert criterion.reference.url == "assumption" or criterion.reference.url in addresses


def test_what_is_only_assumed_stands_apart() -> None:
    found = assumptions(KNOWLEDGE)
    assert "Startwaarde van Wijkpuls" in found
    assert all(each for each in found.values())
