"""Witte vlekken: what is advised and absent, what is there twice, for a wijk and the gemeente."""

from __future__ import annotations

from datetime import date

from indicators import load_knowledge
from indicators.advice.gaps import Offer, WhiteSpots, town_rows, white_spots
from indicators.advice.models import DirectionsRule
from indicators.advice.recommend import Measure, Situation, recommend

KNOWLEDGE = load_knowledge()
DAY = date(2026, 11, 20)


def _spots(phase: str, offers: list[Offer], *measures: Measure, wijk: str = "A") -> WhiteSpots:
    situation = Situation(phase, wijk=wijk, measures=measures)  # type: ignore[arg-type]
    return white_spots(KNOWLEDGE, recommend(KNOWLEDGE, situation), offers, DAY)


def _missing(spots: WhiteSpots, direction: str) -> dict[str, tuple[str, ...]]:
    [one] = [one for one in spots.directions if one.direction == direction]
    return dict(one.missing)


def test_without_measures_and_offer_everything_advised_is_missing() -> None:
    spots = _spots("spanning", [])
    applies = KNOWLEDGE.advice.of_kind(DirectionsRule)[0].applies["spanning"]
    assert tuple(one.direction for one in spots.directions) == applies
    for one in spots.directions:
        assert set(one.missing) == set(one.advised) and one.advised
        assert one.present == ()
    assert spots.doubles == () and spots.other == ()


def test_an_offer_fills_its_purpose_in_each_of_its_directions() -> None:
    before = _spots("spanning", [])
    after = _spots("spanning", [Offer("Verhalenpodcast", "verhalen-in-de-buurt", ("A",))])
    for direction in ("plein-en-buurt", "gemeente"):
        assert "indirect" in _missing(before, direction) or direction == "gemeente"
        assert "indirect" not in _missing(after, direction)
    assert "indirect" in _missing(after, "jeugd"), "it is not meant for that direction"


def test_a_running_measure_fills_a_gap_and_a_finished_one_does_not() -> None:
    running = _spots("ongemak", [], Measure("buurttuin", "A", "loopt"))
    assert "samenwerken" not in _missing(running, "woonomgeving")
    finished = _spots("ongemak", [], Measure("buurttuin", "A", "afgerond"))
    assert "buurttuin" in _missing(finished, "woonomgeving")["samenwerken"]
    elsewhere = _spots("ongemak", [], Measure("buurttuin", "B", "loopt"))
    assert "samenwerken" in _missing(elsewhere, "woonomgeving")


def test_an_offer_counts_only_in_its_wijken_and_on_its_days() -> None:
    def missing(offer: Offer) -> bool:
        return "samenwerken" in _missing(_spots("ongemak", [offer]), "woonomgeving")

    assert not missing(Offer("Tuin", "buurttuin"))
    assert not missing(Offer("Tuin", "buurttuin", ("A", "B"), None, DAY, DAY))
    assert missing(Offer("Tuin", "buurttuin", ("B",)))
    assert missing(Offer("Tuin", "buurttuin", ("A",), None, date(2026, 11, 21)))
    assert missing(Offer("Tuin", "buurttuin", ("A",), None, None, date(2026, 11, 19)))


def test_what_is_not_advised_is_no_gap() -> None:
    spots = _spots("incidenten", [])
    assert {one.direction for one in spots.directions} == {"jeugd", "weerbaarheid", "gemeente"}
    for one in spots.directions:
        assert not set(one.advised) & {"samenwerken", "verdiepen", "elkaar-helpen"}
    assert _spots("onvoldoende_gegevens", []).directions == ()


def test_doubles_are_the_same_intervention_for_the_same_group() -> None:
    offers = [
        Offer("Taalcafé bibliotheek", "taalmaatje", ("A",), "nieuwe-bewoners"),
        Offer("Taalmaatjes welzijn", "taalmaatje", (), "nieuwe-bewoners"),
        Offer("Taal op school", "taalmaatje", ("A",), "ouders"),
        Offer("Taalcafé elders", "taalmaatje", ("B",), "nieuwe-bewoners"),
        Offer("Spreekuur", "anders", ("A",)),
    ]
    spots = _spots("rust", offers)
    [double] = spots.doubles
    assert (double.intervention, double.times) == ("taalmaatje", 2)
    assert spots.other == ("Spreekuur",)
    with_measure = _spots("rust", offers[:1], Measure("taalmaatje", "A", "gepland"))
    assert with_measure.doubles[0].times == 2, "a measure without a group overlaps with any"
    assert _spots("rust", [offers[0], offers[2]]).doubles == ()


def test_the_gemeente_counts_wijken_per_gap() -> None:
    offer = [Offer("Tuin", "buurttuin", ("A",)), Offer("Netwerk", "sleutelfigurennetwerk")]
    wijken = [_spots("ongemak", offer, wijk=name) for name in ("A", "B")]
    wijken.append(_spots("incidenten", offer, wijk="C"))
    rows = {(row.direction, row.purpose): row for row in town_rows(wijken)}
    together = rows["woonomgeving", "samenwerken"]
    assert together.advised_in == ("A", "B")
    assert together.absent_in == ("B",)
    network = rows["gemeente", "netwerk"]
    assert network.advised_in == ("A", "B", "C") and network.absent_in == ()
    counts = [len(row.absent_in) for row in town_rows(wijken)]
    assert counts == sorted(counts, reverse=True)
