"""A document as PDF/UA-1, by Typst: tagged, with title, language, alternative texts and table
headers. Typst stops when one of those is missing. The same document gives the same bytes: the only
moment in the file is that of the build, and only the fonts that come with Typst are used.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Literal

import typst

from briefings.document import Document, Picture, as_data

TEMPLATE = Path(__file__).parent / "briefing.typ"
STANDARD: Literal["ua-1"] = "ua-1"
# A picture for Word, sharp on paper.
_PIXELS_PER_INCH = 200.0
_PICTURE = b"""#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg", width: float(sys.inputs.width) * 1pt)
"""


@cache
def _compiler() -> typst.Compiler:
    """One compiler for all documents: the fonts are read once."""
    return typst.Compiler(root=TEMPLATE.parent, font_paths=typst.Fonts(include_system_fonts=False))


def pdf(document: Document) -> bytes:
    """The document as a PDF file."""
    data = json.dumps(as_data(document), ensure_ascii=False)
    made = _compiler().compile(
        input=TEMPLATE.read_bytes(),
        format="pdf",
        sys_inputs={"document": data},
        pdf_standards=STANDARD,
        timestamp=document.unix_time,
    )
    assert isinstance(made, bytes)
    return made


def picture_png(picture: Picture) -> bytes:
    """A drawing as an image, for formats that cannot hold SVG."""
    made = _compiler().compile(
        input=_PICTURE,
        format="png",
        ppi=_PIXELS_PER_INCH,
        sys_inputs={"svg": picture.svg, "width": f"{picture.width:.1f}"},
    )
    assert isinstance(made, bytes)
    return made
