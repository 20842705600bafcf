-- Gives the files of which the counts do not add up: in = used + rejected + ignored. There may be none.
SELECT file, rows_in, rows_used, rows_rejected, rows_ignored
FROM sources
WHERE rows_in <> rows_used + rows_rejected + rows_ignored;
