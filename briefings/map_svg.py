"""The map of a gemeente as SVG, drawn from the outlines in RD metres: no tiles, no network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

import numpy as np
import shapely

from briefings.model import Shape

INK = "#1B2430"
# One unit of the drawing is one point on paper.
WIDTH = 480.0
# Taller maps would push the table off the first page.
MOST_HEIGHT = 300.0
_MARGIN = 3.0
# Full, dashed and dotted outlines, as on the screens.
DASH = {"zeker": "", "waarschijnlijk": "5 3", "twijfel": "1.2 2.4"}
# Each wijk is drawn a little smaller, so that its outline can be seen beside that of the next one.
_INSET = 0.003
_FONT = "Libertinus Serif, serif"


@dataclass(frozen=True)
class Paint:
    """How one wijk is drawn: colours, the sign on it, how sure, and whether it is hatched."""

    fill: str
    text_colour: str
    sign: str
    certainty: str | None
    hatch: str | None


def map_svg(shapes: Sequence[Shape], paints: Mapping[str, Paint]) -> tuple[str, float, float]:
    """The drawing with its width and height in points; wijken in the order given."""
    outlines = shapely.from_wkb([shape.wkb_rd for shape in shapes])
    left, bottom, right, top = shapely.total_bounds(outlines)
    scale = min(
        (WIDTH - 2 * _MARGIN) / (right - left), (MOST_HEIGHT - 2 * _MARGIN) / (top - bottom)
    )
    width = (right - left) * scale + 2 * _MARGIN
    height = (top - bottom) * scale + 2 * _MARGIN

    def place(points: np.ndarray) -> np.ndarray:
        return np.column_stack(
            [(points[:, 0] - left) * scale + _MARGIN, (top - points[:, 1]) * scale + _MARGIN]
        )

    smaller = shapely.buffer(outlines, -_INSET * (right - left), join_style="mitre")
    drawn = np.where(shapely.is_empty(smaller), outlines, smaller)
    hatches = {paint.hatch for paint in paints.values() if paint.hatch}
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.1f}" height="{height:.1f}" '
        f'viewBox="0 0 {width:.1f} {height:.1f}">',
        "<defs>",
        *(_pattern(colour) for colour in sorted(hatches)),
        "</defs>",
    ]
    for shape, outline in zip(shapes, drawn, strict=True):
        parts += _area(place, outline, paints[shape.wijkcode])
    for shape in shapes:
        x, y = place(np.array([shape.label]))[0]
        paint = paints[shape.wijkcode]
        parts.append(
            f'<text x="{x:.1f}" y="{y + 3.5:.1f}" font-family="{_FONT}" font-size="10" '
            f'font-weight="bold" text-anchor="middle" fill="{paint.text_colour}">'
            f"{escape(paint.sign)}</text>"
        )
    return "".join([*parts, "</svg>"]), width, height


def _pattern(colour: str) -> str:
    return (
        f'<pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse">'
        f'<path d="M0 6 L6 0" stroke="{colour}" stroke-width="0.8"/></pattern>'
    )


def _area(place: object, outline: shapely.Geometry, paint: Paint) -> list[str]:
    path = "".join(_ring(place, ring) for ring in _rings(outline))
    dash = DASH.get(paint.certainty or "zeker", "")
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    outline_width = 1.6 if dash else 1.0
    filled = [f'<path d="{path}" fill="{paint.fill}" fill-rule="evenodd"/>']
    if paint.hatch:
        filled.append(f'<path d="{path}" fill="url(#hatch)" fill-rule="evenodd"/>')
    return [
        *filled,
        f'<path d="{path}" fill="none" stroke="{INK}" stroke-width="{outline_width}"{dashes}/>',
    ]


def _rings(outline: shapely.Geometry) -> list[shapely.Geometry]:
    return [
        ring
        for polygon in shapely.get_parts(outline)
        for ring in (polygon.exterior, *polygon.interiors)
    ]


def _ring(place: object, ring: shapely.Geometry) -> str:
    assert callable(place)
    points = place(shapely.get_coordinates(ring))
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"
