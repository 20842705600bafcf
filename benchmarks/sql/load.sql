-- Makes one table of all files of one kind: what DuckDB needs at the least, without any check of ours.
CREATE TABLE {kind} AS SELECT * FROM read_csv('{files}');
