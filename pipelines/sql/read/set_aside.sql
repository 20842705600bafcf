-- Gives why rows were set aside, with the first rows of each file and reason by number.
SELECT
    file
    , coalesce(column_name, '') AS column_name
    , reason
    , row_number IS NULL AS is_whole_file
    , count(*) AS times
    , array_to_string(list(row_number ORDER BY row_number)[:{{ rows_named }}], ', ') AS rows_named
    , any_value(message_nl) AS message_nl
    , any_value(message_en) AS message_en
FROM (FROM rejects UNION ALL FROM ignored)
GROUP BY file, coalesce(column_name, ''), reason, coalesce(detail, ''), row_number IS NULL
ORDER BY file, is_whole_file DESC, times DESC, reason, rows_named, column_name, message_nl;
