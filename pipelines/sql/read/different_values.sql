-- Gives the different values of one column that are not among the known ones, the most frequent first.
SELECT value, count(*) AS rows
FROM (SELECT trim({{ column | ident }}) AS value FROM delivered)
WHERE value <> '' AND NOT list_contains($known, lower(value))
GROUP BY value
ORDER BY rows DESC, value
LIMIT $limit;
