"""Briefings: one read model of what stands in a briefing, and a writer per format.

reading.py makes the model of one build at one level of redaction; redaction.py and disclosure.py
decide what a level may hold, before any writer sees it; document.py puts it into words for PDF,
Word and the screen; tables.py into rows for spreadsheet, CSV and GIS files.
"""
