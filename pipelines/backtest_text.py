"""The result of a backtest as a table for people."""

from __future__ import annotations

from typing import Any

from indicators import PHASE_IDS

METHODS = {
    "evidence": (
        "huidige regel zonder voorwaarden",
        "current rule without conditions",
    ),
    "a": ("a. z-score van de incidenten", "a. z-score of incidents"),
    "b": ("b. samengesteld, laagste tot hoogste wijk", "b. composite, lowest to highest wijk"),
    "c": ("c. plotse stijging van de incidenten", "c. sudden rise of incidents"),
    "d": ("d. eenvoudige regel van een analist", "d. plain rule of an analyst"),
}
HEADS = (
    ("Methode", "Method"),
    ("kappa", "kappa"),
    ("samen", "common"),
    ("vals/jr", "false/yr"),
    ("stijgt", "rise"),
    ("daalt", "fall"),
    ("met fase", "with"),
)
LEGEND = (
    (
        "kappa: gewogen overeenstemming. samen: over de weken waarin ook regel d een fase noemt.",
        "kappa: weighted agreement. common: over the weeks in which rule d names a phase too.",
    ),
    (
        "vals/jr: valse stijgingen per wijk per jaar. stijgt, daalt: weken tot het voorstel volgt.",
        "false/yr: false rises per wijk per year. rise, fall: weeks until the proposal follows.",
    ),
)
OWN = {
    "kappa": ("Kappa van de huidige regel, tussen", "Kappa of the current rule, between"),
    "calibration_error": ("Fout van de kansen", "Calibration error"),
    "starved_in_doubt": (
        "Twijfel of onvoldoende bij wijken met bijna geen gegevens",
        "Doubt or insufficient in wijken with hardly any data",
    ),
    "well_fed_in_doubt": (
        "Twijfel of onvoldoende bij wijken met veel gegevens",
        "Doubt or insufficient in wijken with much data",
    ),
    "curve": ("Gegeven kans, deel dat klopte, weken", "Chance given, share that was right, weeks"),
    "coverage": (
        "Meldingen die binnen zijn: weken; kappa (deel met fase) van regel, zonder voorwaarden, d",
        "Reports that are in: weeks; kappa (share with a phase) of rule, without conditions, d",
    ),
    "distance": (
        "Twijfel bij wijken met veel gegevens, naar weken van een echte verandering",
        "Doubt in wijken with much data, by weeks from a true change",
    ),
    "confusion": (
        "Weken per ware fase (rij) en voorgestelde fase (kolom)",
        "Weeks by true phase (row) and proposed phase (column)",
    ),
}


def backtest_text(result: dict[str, Any], lang: str) -> str:
    """One line per method, then the calibration and the confusion table of the current rule."""
    at = 1 if lang == "en" else 0
    heads = [head[at] for head in HEADS]
    lines = [heads[0].ljust(44) + "".join(head.rjust(9) for head in heads[1:])]
    for method, figures in result["methods"].items():
        name = METHODS[method][at] if method in METHODS else method
        values = (
            _short(figures["kappa"]),
            _short(figures["kappa_common"]),
            _short(figures["false_rises_per_wijk_year"]),
            _short(figures["delay_rise_weeks"], 1),
            _short(figures["delay_fall_weeks"], 1),
            _short(figures["share_with_phase"]),
        )
        lines.append(name.ljust(44) + "".join(value.rjust(9) for value in values))
    lines += ["", *(text[at] for text in LEGEND), ""]
    own = result["methods"][result["rule_version"]]
    if "calibration" in own:
        low, high = own["interval"]["kappa"]
        lines.append(f"{OWN['kappa'][at]}: {_short(low)} - {_short(high)}")
        for key in ("calibration_error", "starved_in_doubt", "well_fed_in_doubt"):
            lines.append(f"{OWN[key][at]}: {_short(own[key], 3)}")
        lines += ["", f"{OWN['curve'][at]}:"]
        lines += [
            f"  {_short(row['chance'])}  {_short(row['right'])}  {row['weeks']:>7}"
            for row in own["calibration"]
            if row["weeks"]
        ]
        lines += ["", *_curves(result, at), ""]
    lines.append(f"{OWN['confusion'][at]}:")
    lines.append(" " * 12 + "".join(phase[:12].rjust(14) for phase in PHASE_IDS))
    for phase, row in zip(PHASE_IDS, own["confusion"], strict=False):
        lines.append(phase.ljust(12) + "".join(str(count).rjust(14) for count in row))
    return "\n".join(lines)


def _curves(result: dict[str, Any], at: int) -> list[str]:
    """The two curves that say why: by coverage, and by the distance to a change."""
    lines = [f"{OWN['coverage'][at]}:"]
    for row in result["by_coverage"]:
        kappas = "".join(
            f"{_short(kappa):>8} ({_short(row['with_phase'][name])})"
            for name, kappa in row["kappa"].items()
        )
        lines.append(f"  {row['from_pct']:>3.0f} % + {row['weeks']:>7}{kappas}")
    lines += ["", f"{OWN['distance'][at]}:"]
    for row in result["doubt_by_distance"]:
        lines.append(f"  {row['from_weeks']:>3} + {row['weeks']:>7}{_short(row['in_doubt']):>8}")
    return lines


def _short(value: float | None, decimals: int = 2) -> str:
    return "-" if value is None else f"{value:.{decimals}f}"
