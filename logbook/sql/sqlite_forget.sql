-- Makes the write-ahead log empty, so that deleted rows are in no file any more.
PRAGMA wal_checkpoint(TRUNCATE);
