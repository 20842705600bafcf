"""Words for the choices in the design of a meeting."""

from language import Texts


def form(_: Texts, form_id: str) -> str:
    """Where it takes place."""
    return {
        "in-persoon": _("in persoon"),
        "online": _("online"),
        "gemengd": _("deels online"),
    }[form_id]


def group(_: Texts, group_id: str) -> str:
    """Who meet each other."""
    return {
        "verschillende-groepen": _("mensen uit verschillende groepen"),
        "eigen-kring": _("mensen die al iets delen, in eigen kring"),
    }[group_id]


def part(_: Texts, part_id: str) -> str:
    """The group of elements."""
    return {
        "algemeen": _("Voor elke ontmoeting"),
        "welbevinden": _("Om mensen zich beter te laten voelen"),
        "contact": _("Om groepen goed contact te geven"),
        "vooroordelen": _("Om vooroordelen te verminderen"),
        "kapitaal": _("Om een netwerk te laten groeien"),
        "online": _("Als het online is"),
    }[part_id]
