"""Finds what may not enter: numbers and addresses of persons, and persons or named groups in a
short note. Pure functions; nothing of ours is imported and no text is kept.
"""

from privacy.finding import KINDS, Finding
from privacy.notes import NOTE_LENGTH, check_note
from privacy.values import find_values, is_bsn, is_iban
from privacy.words import neutral_groups

__all__ = [
    "KINDS",
    "NOTE_LENGTH",
    "Finding",
    "check_note",
    "find_values",
    "is_bsn",
    "is_iban",
    "neutral_groups",
]
