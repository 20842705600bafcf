"""Briefings: one read model, several formats."""
