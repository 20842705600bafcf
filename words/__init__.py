"""Words for ids: phases, channels, levels, statuses. The one place where an id becomes a text."""

from language import Texts

PHASES = ("rust", "ongemak", "spanning", "incidenten", "onvoldoende_gegevens")
CHANNELS = ("beleefd", "gezien", "vastgelegd", "verwacht")


def phase(_: Texts, phase_id: str) -> str:
    """The phase in words, in lower case."""
    return {
        "rust": _("rust"),
        "ongemak": _("ongemak"),
        "spanning": _("spanning"),
        "incidenten": _("incidenten"),
        "onvoldoende_gegevens": _("onvoldoende gegevens"),
    }.get(phase_id, phase_id)


def channel(_: Texts, channel_id: str) -> str:
    """The channel in one word."""
    return {
        "beleefd": _("beleefd"),
        "gezien": _("gezien"),
        "vastgelegd": _("vastgelegd"),
        "verwacht": _("verwacht"),
    }.get(channel_id, channel_id)


def channel_meaning(_: Texts, channel_id: str) -> str:
    """Where the figures of the channel come from."""
    return {
        "beleefd": _("wat bewoners zeggen in enquêtes"),
        "gezien": _("wat professionals in de wijk melden"),
        "vastgelegd": _("incidenten en meldingen die zijn geregistreerd"),
        "verwacht": _("wat er aankomt: de agenda en aanleidingen"),
    }[channel_id]


def level_step(level: float) -> int:
    """The whole step 0-3 that a level has reached; a level is continuous from 0 to 3."""
    return min(3, max(0, int(level)))


def level(_: Texts, value: float) -> str:
    """What a level of one criterion points to. It is not the phase of the wijk."""
    return (
        _("past bij rust"),
        _("past bij ongemak"),
        _("past bij spanning"),
        _("past bij incidenten"),
    )[level_step(value)]


def certainty(_: Texts, certainty_id: str) -> str:
    """How sure a proposal is, in one word."""
    return {
        "zeker": _("zeker"),
        "waarschijnlijk": _("waarschijnlijk"),
        "twijfel": _("twijfel"),
    }.get(certainty_id, certainty_id)


def direction(_: Texts, direction_id: str) -> str:
    """Which way a wijk goes, in one word."""
    return {
        "stijgend": _("stijgend"),
        "stabiel": _("stabiel"),
        "dalend": _("dalend"),
        "onbekend": _("onbekend"),
    }.get(direction_id, direction_id)


def direction_meaning(_: Texts, direction_id: str) -> str:
    """What the word for a direction says."""
    return {
        "stijgend": _("stijgend: richting een zwaardere fase"),
        "stabiel": _("stabiel: ongeveer gelijk"),
        "dalend": _("dalend: richting een rustiger fase"),
        "onbekend": _("onbekend: te weinig om iets te zeggen"),
    }.get(direction_id, direction_id)


def next_look_reason(_: Texts, reason_id: str) -> str:
    """Why that is the day to look again."""
    return {
        "phase": _("de gebruikelijke tijd bij deze fase"),
        "urgency": _("er is haast door een aanleiding of herhaling"),
        "agenda": _("er staat dan iets op de agenda"),
        "expiry": _("de laatste enquête is dan verouderd"),
    }.get(reason_id, reason_id)


def strength(_: Texts, strength_id: str) -> str:
    """How heavily a reason weighs."""
    return {"sterk": _("sterk"), "matig": _("matig"), "licht": _("licht")}.get(
        strength_id, strength_id
    )


def status(_: Texts, status_id: str) -> str:
    """Why there is no figure, or that there is one."""
    return {
        "ok": _("bruikbaar"),
        "too_few": _("te weinig waarnemingen"),
        "too_few_reports": _("te weinig waarnemingen"),
        "expired": _("verouderd"),
        "missing": _("geen gegevens"),
        "withheld": _("niet vrijgegeven"),
    }.get(status_id, status_id)


def file_kind(_: Texts, kind: str) -> str:
    """The kind of a delivered file."""
    return {
        "gemeente": _("gegevens van de gemeente"),
        "areas": _("wijkgrenzen"),
        "population": _("inwoners"),
        "incidents": _("incidenten"),
        "surveys": _("enquêteantwoorden"),
        "survey_results": _("enquête-uitkomsten"),
        "signals": _("signalen van professionals"),
        "registrations": _("registraties"),
        "agenda": _("agenda"),
        "reporters": _("melders"),
        "offer": _("aanbod in de wijken"),
    }.get(kind, kind)
