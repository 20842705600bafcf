-- Gives every delivered file with its counts.
FROM sources ORDER BY kind, file;
