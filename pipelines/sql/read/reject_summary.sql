-- Gives how many rows were set aside for each reason, per file; `outcome` tells wrong rows from rows that were only not used.
SELECT file, kind, column_name, reason, outcome, count(*) AS rows, min(row_number) AS first_row, any_value(message_nl) AS message_nl, any_value(message_en) AS message_en
FROM (
    SELECT *, 'rejected' AS outcome FROM rejects
    UNION ALL
    SELECT *, 'ignored' AS outcome FROM ignored
)
GROUP BY file, kind, column_name, reason, outcome
ORDER BY file, outcome DESC, rows DESC, reason;
