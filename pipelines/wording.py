"""Words for what the pipelines found, the same on the command line and on the screens."""

from __future__ import annotations

from language import Texts


def step_name(_: Texts, step: str) -> str:
    """What a build is doing; the name of a file stands for itself."""
    names = {
        "areas": _("Wijken lezen"),
        "logbook": _("Logboek lezen"),
        "facts": _("Feiten samenvoegen"),
        "indicators": _("Indicatoren berekenen"),
        "criteria": _("Criteria berekenen"),
        "phases": _("Fasen voorstellen"),
        "series": _("Reeksen op andere wijkindelingen"),
        "checks": _("Controleren"),
    }
    return names.get(step, step)


def measure_name(_: Texts, measure: str) -> str:
    """What a measure of the quality of a delivery is about."""
    names = {
        "freshness_days": _("dagen sinds het nieuwste gegeven"),
        "complete_pct": _("rijen zonder lege verplichte velden, procent"),
        "repeated_pct": _("herhaalde rijen, procent"),
        "located_pct": _("rijen met een bekende wijk, procent"),
        "late_pct": _("nagekomen rijen, procent"),
        "received_pct": _("ontvangen weken of maanden, procent van verwacht"),
        "dropped_months": _("maanden met opvallend weinig"),
        "drift_pct": _("verschuiving tussen categorieën, procent"),
    }
    return names[measure]


def is_converted_name(_: Texts, is_sound: bool, problem: str | None) -> str:
    """Whether counts of an area are converted, and if not why; a new area has none to convert."""
    if is_sound:
        return _("ja")
    names = {
        "outside": _("nee, niet verantwoord: ligt niet op die kaart"),
        "partly_outside": _("nee, niet verantwoord: ligt maar voor een deel op die kaart"),
        "weights_unknown": _("nee, niet verantwoord: inwoners van de delen zijn niet bekend"),
    }
    return names.get(problem or "", "–")


def change_name(_: Texts, change: str) -> str:
    """What happened to an area between two divisions."""
    names = {
        "unchanged": _("zelfde gebleven"),
        "renamed": _("andere naam"),
        "recoded": _("hernummerd"),
        "split": _("gesplitst"),
        "merged": _("samengevoegd"),
        "redrawn": _("grens verlegd"),
        "gone": _("niet meer in deze gemeente"),
        "new": _("nieuw"),
    }
    return names[change]
