-- Gives a page of the rows that were set aside as wrong, of one file when it is named.
FROM rejects
WHERE $file IS NULL OR file = $file
ORDER BY file, row_number NULLS FIRST, column_name, reason
LIMIT $limit OFFSET $offset;
