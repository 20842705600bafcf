"""What every text in a file that is taken along passes: one that a spreadsheet would run as a
formula is made plain text. Where a field begins with one of these signs, Excel and LibreOffice
calculate; a single quote in front makes them show it (OWASP, CSV Injection).
"""

from __future__ import annotations

import re

# After blanks or control characters too: some programs skip those first. The full-width forms of
# the same signs are read as the signs themselves.
_RUNS = re.compile(r"^[\s\x00-\x1f]*[=+\-@|%\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]")
# One number is no formula, and stays what it is; neither is the dash for "none".
_PLAIN = re.compile(r"^[+-]?\d+([.,]\d+)*%?$|^-$", re.ASCII)


def plain(value: str) -> str:
    """The text in a form that no spreadsheet runs."""
    return f"'{value}" if _RUNS.match(value) and not _PLAIN.match(value) else value
