"""What can be wrong with an areas file: the reason ids, what each does to the input, and the record
of one problem.

The texts that a reader sees are made elsewhere, from ``code`` and the ``key=value`` pairs in
``detail``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

#: refused = the whole file cannot be used; rejected = this feature cannot be used;
#: ignored = nothing wrong, not needed; noted = used, but somebody should know.
Effect = Literal["refused", "rejected", "ignored", "noted"]

#: Given by who guards privacy, which looks at the columns that are not read here.
GIVEN_BY_GUARDS = ("areas_person_column", "areas_origin_column", "areas_sensitive_column")

#: Every reason id that ``read_areas`` can give. The comment lists the keys in ``detail``.
EFFECTS: dict[str, Effect] = {
    "areas_unreadable": "refused",  # expected, reason
    "areas_no_wijken": "refused",  # columns: the file has no layer with a wijk code
    "areas_empty": "refused",  # features: how many features there were; none of them is usable
    "areas_crs_missing": "refused",  # fits
    "areas_crs_wrong": "refused",  # stated, fits
    "areas_overlap_too_large": "refused",  # year, share_pct
    **dict.fromkeys(GIVEN_BY_GUARDS, "refused"),  # column
    "bad_wijkcode": "rejected",  # shape: the value with its letters as a and its digits as 9
    "bad_buurtcode": "rejected",  # shape
    "bad_area_year": "rejected",  # shape
    # found: missing, empty, or the geometry type; reason: why a repair left nothing
    "geometry_unusable": "rejected",
    # x, y: middle of the area, RD metres (absent if not on earth)
    "area_outside_netherlands": "rejected",
    "water_area": "ignored",  # CBS draws open water as separate features of a wijk
    "geometry_repaired": "noted",  # reason, area_change_pct
    # year, taken_from (file_name, which includes the layer, or default)
    "areas_year_missing": "noted",
    "area_name_missing": "noted",  # features: how many got their code as name
    "wijk_parts_joined": "noted",  # code, year, features: one wijk delivered in touching parts
    "buurt_parts_joined": "noted",  # code, year, features
    # code, year, features: same code more than once, not as touching parts
    "duplicate_wijk": "noted",
    "duplicate_buurt": "noted",  # code, year, features
    "areas_overlap": "noted",  # year, share_pct, km2
    # year, share_pct, km2, gaps: holes inside the gemeente that no wijk covers
    "areas_gap": "noted",
}


@dataclass(frozen=True)
class AreaProblem:
    """One thing found in an areas file.

    ``row`` is the feature number, the first one being 1; None when the problem is about the whole
    layer or file. ``detail`` is ``key=value; key=value``, the same in every language, and never
    holds a value of an unknown column.
    """

    code: str
    row: int | None = None
    column: str | None = None
    detail: str = ""
    layer: str | None = None

    @property
    def effect(self) -> Effect:
        """What this problem does to the input."""
        return EFFECTS[self.code]

    @property
    def is_fatal(self) -> bool:
        """True when nothing of the file can be used."""
        return self.effect == "refused"

    @property
    def facts(self) -> dict[str, str]:
        """``detail`` as a dictionary, to fill in a sentence."""
        return dict(pair.split("=", 1) for pair in self.detail.split("; ") if "=" in pair)


def facts_text(**facts: object) -> str:
    """Write facts as ``key=value; key=value``; None is left out."""
    return "; ".join(f"{key}={value}" for key, value in facts.items() if value is not None)


def shape_of(value: object) -> str:
    """A value with its letters as ``a`` and its digits as ``9``: shows what is wrong without
    repeating the value.
    """
    text = "" if value is None or value != value else str(value)
    masked = "".join("9" if c.isdigit() else "a" if c.isalpha() else "_" for c in text[:20])
    return masked + ("..." if len(text) > 20 else "") if text.strip() else "empty"
