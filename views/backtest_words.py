"""Words and figures of a backtest, as its screens use them."""

from language import Texts


def number(_: Texts, value: float | None) -> str:
    """A figure with two decimals, or a dash where there is none."""
    return "–" if value is None else _.number(value, 2)


def share(_: Texts, value: float | None) -> str:
    """A share as a percentage, or a dash where there is none."""
    return "–" if value is None else _.percent(100 * value)


def method_name(_: Texts, method: str) -> str:
    """A rule version as it is, a simple rule by what it does."""
    return {
        "a": _("a. alleen incidenten, vergeleken met andere wijken"),
        "b": _("b. één samengesteld cijfer, van de laagste tot de hoogste wijk"),
        "c": _("c. een plotse stijging van incidenten"),
        "d": _("d. een eenvoudige regel van een analist"),
        "evidence": _("Wijkpuls zonder vaste voorwaarden"),
    }.get(method, _("Wijkpuls, regelversie {version}", version=method))
