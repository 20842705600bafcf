"""What people recorded in the logbook, as the advice needs it: the measures of the wijken."""

from indicators.advice.recommend import Measure
from logbook import UnreachableError
from views import memory, store
from views.frame import Screen


def measures(screen: Screen) -> tuple[Measure, ...]:
    """Every recorded measure from the catalogue, with what came of it at its last look back.

    A workspace without a logbook has none; a logbook that cannot be reached gives none, and the
    screen that writes says so.
    """
    if not store.has_logbook():
        return ()
    try:
        book = memory.logbook(screen)
        results = {
            version.content.measure_id: version.content.result  # type: ignore[attr-defined]
            for version in book.find("look_back")
        }
        recorded = [(version.subject_id, version.content) for version in book.find("measure")]
    except UnreachableError:
        return ()
    catalogue = screen.knowledge.interventions
    return tuple(
        Measure(
            intervention=one.intervention_id,  # type: ignore[attr-defined]
            wijk=one.wijkcode,  # type: ignore[attr-defined]
            status=one.status,  # type: ignore[attr-defined]
            outcome=results.get(subject_id),
        )
        for subject_id, one in recorded
        if one.intervention_id in catalogue  # type: ignore[attr-defined]
    )
