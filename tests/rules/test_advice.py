"""Rules for the advice: every activity type and practice example of the sources is in, each source
stands in the library once and is used, and each phase has enough to choose from.
"""

import pytest

from indicators import PHASE_IDS, load_knowledge
from indicators.advice.gaps import too_few
from indicators.advice.library import unlisted, uses
from indicators.advice.models import DirectionsRule

KNOWLEDGE = load_knowledge()
CATALOGUE = KNOWLEDGE.interventions

# Names are facts. Where De Wijkverbinder names the type: fase -> types.
ACTIVITY_TYPES = {
    "rust": {"elkaar-helpen", "dialoog"},
    "ongemak": {"dialoog", "verdiepen-in-elkaar", "samenwerken"},
    "spanning": {"dialoog", "verdiepen-in-elkaar", "samenwerken", "vergroten-veiligheidsgevoel"},
    "incidenten": {"aanpakken-en-handhaven", "vergroten-veiligheidsgevoel"},
}
PRACTICE_EXAMPLES = {
    # the article and the pages of De Wijkverbinder
    "Mensenbieb", "Koppelwerk", "COC Cocktail", "De Doordouwers", "DWARS Rotterdam", "Beter Buren",
    "Mentorprojecten", "Maatjesprojecten met vluchtelingen", "Taalprojecten", "Buurtbarbecue",
    "Boodschappen doen voor een buurtgenoot", "Koken voor een buurtgenoot", "Samen sporten",
    "Verhalen in de buurtkrant", "Film en theater in de wijk",
    # the kennisatelier in Utrecht
    "Opzoomer Mee", "Dare to be Grey", "Zie jij kleurverschil", "De Correspondent",
    "Theatervoorstelling Jihad", "Gezamenlijke moestuin", "Schone en veilige straat",
    "Uitleg over woningtoewijzing", "Woordkeuze in Nijmegen",
    # meetings within MDT, and online meetings
    "Maatschappelijke Diensttijd (MDT)", "Samen een videogame spelen",
    # the AgII in Flanders
    "Reconnect", "Lerend netwerk Denderstreek", "Ge zijt van…", "WIJ-ZIJ-netwerk",
    "Omstaanderstraining AgII", "Plan Samenleven", "Omgevingsanalyse AgII",
    "Lessen Maatschappelijke Oriëntatie, Vlaanderen",
    # the other sources of the research
    "Buurtveiligheidsteams Amsterdam", "#SamenSterker", "Dialogen in Geldermalsen",
    "Buurtvaders Slotervaart (Al Mawadda)", "Flat in Arnhem (Rijnstad)", "Wij in de Wijk",
    "Samenleven in verscheidenheid, Eindhoven", "Vreedzame Wijk Kanaleneiland",
    "Sociaal Calamiteitenplan Weert",
}  # fmt: skip


def test_the_catalogue_is_large_enough() -> None:
    assert len(CATALOGUE) >= 44


@pytest.mark.parametrize("phase", ACTIVITY_TYPES)
def test_each_activity_type_is_in_the_phase_that_names_it(phase: str) -> None:
    found = {kind for x in CATALOGUE.values() if phase in x.phases for kind in x.activity_types}
    assert ACTIVITY_TYPES[phase] <= found


def test_each_activity_type_of_the_list_is_used() -> None:
    used = {kind for x in CATALOGUE.values() for kind in x.activity_types}
    assert used == set(KNOWLEDGE.advice.lists.activity_type.ids)


def test_each_practice_example_is_in() -> None:
    found = {example.title for x in CATALOGUE.values() for example in x.practice_examples}
    assert sorted(PRACTICE_EXAMPLES - found) == []


def test_each_source_is_in_the_library_once_and_is_used() -> None:
    assert unlisted(KNOWLEDGE) == ()
    assert [source for source, used in uses(KNOWLEDGE).items() if not used] == []
    addresses = [source.url for source in KNOWLEDGE.advice.sources.values() if source.url]
    assert len(set(addresses)) == len(addresses)
    titles = [source.title for source in KNOWLEDGE.advice.sources.values()]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("phase", PHASE_IDS)
def test_each_phase_has_enough_for_each_direction_that_counts(phase: str) -> None:
    assert too_few(KNOWLEDGE, phase) == {}


def test_directions_count_in_each_real_phase() -> None:
    rule = KNOWLEDGE.advice.of_kind(DirectionsRule)[0]
    assert rule.at_least == 5
    assert set(rule.applies) == set(PHASE_IDS)
    assert len(rule.applies["incidenten"]) == 3
    for phase in ("rust", "ongemak", "spanning"):
        assert set(rule.applies[phase]) == set(KNOWLEDGE.advice.lists.direction.ids)


def test_a_published_effect_has_a_source_that_measured() -> None:
    """A number for an effect comes from a meta-analysis or an experiment, never from practice."""
    measured = {"meta-analyse", "experiment"}
    for item in CATALOGUE.values():
        kinds = {KNOWLEDGE.advice.sources[source].kind for source in item.sources}
        if item.evidence.effect_size or item.evidence.grade == "A":
            assert kinds & measured, item.id


def test_no_circumstance_is_listed_for_nothing() -> None:
    used = {rule.circumstance for x in CATALOGUE.values() for rule in x.not_when}
    used |= {getattr(rule, "circumstance", None) for rule in KNOWLEDGE.advice.rules.rules}
    assert used - {None} == set(KNOWLEDGE.advice.lists.circumstance.ids)
