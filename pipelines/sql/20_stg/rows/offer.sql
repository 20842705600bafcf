-- Adds `placed` for offer: the last day is not before the first.
, placed AS (
    SELECT
        typed.*
        , NULL::VARCHAR AS ignored_reason
        , CASE WHEN typed_until < "typed_from" THEN problem('until', 'ends_before_start', until) END AS row_problems
    FROM typed
)
