-- Makes one connection durable and patient: what was confirmed is on disk, a second writer waits, deleted rows are wiped.
PRAGMA busy_timeout = 15000;
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA secure_delete = ON;
