-- Adds `placed` for population: no rules over several columns.
, placed AS (
    SELECT typed.*, NULL::VARCHAR AS ignored_reason, NULL::VARCHAR AS row_problems
    FROM typed
)
