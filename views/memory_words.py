"""Words for what people record in the logbook: judgements, measures, looking back."""

from language import Texts


def oordeel(_: Texts, oordeel_id: str) -> str:
    """What people did with a proposal."""
    return {
        "confirm": _("voorstel bevestigd"),
        "adjust": _("voorstel aangepast"),
        "reject": _("voorstel verworpen"),
    }.get(oordeel_id, oordeel_id)


def measure_status(_: Texts, status_id: str) -> str:
    """How a measure stands."""
    return {
        "gepland": _("gepland"),
        "loopt": _("loopt"),
        "afgerond": _("afgerond"),
        "gestopt": _("gestopt"),
    }.get(status_id, status_id)


def look_back_result(_: Texts, result_id: str) -> str:
    """What people thought of a measure when they looked back."""
    return {
        "helpt": _("helpt"),
        "helpt_deels": _("helpt deels"),
        "helpt_niet": _("helpt niet"),
        "averechts": _("werkt averechts"),
        "te_vroeg": _("te vroeg om te zeggen"),
        "onbekend": _("niet bekend"),
    }.get(result_id, result_id)
