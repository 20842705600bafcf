-- Gives a page of the rows that were in order but not used.
FROM ignored
WHERE $file IS NULL OR file = $file
ORDER BY file, row_number NULLS FIRST, reason
LIMIT $limit OFFSET $offset;
