"""Texts in Dutch and English, and how numbers, dates and weeks are written.

The Dutch sentence in the code is the message id, so Dutch can never be missing. English is read
from
``locale/en/LC_MESSAGES/wijkpuls.po``. Run ``python -m language.extract`` after changing a sentence.
"""

from language.catalogue import LANGUAGES, Lang
from language.texts import Texts, texts_for

__all__ = ["LANGUAGES", "Lang", "Texts", "texts_for"]
