"""One file per screen. Reads through the read model and draws; no arithmetic, no SQL."""
