-- Adds `placed` for signals: either a criterion with a level, or "nothing to report" with neither.
, placed AS (
    SELECT
        typed.*
        , NULL::VARCHAR AS ignored_reason
        , concat_ws(chr(10)
            , CASE WHEN typed_nothing_to_report = 'ja' AND (criterion IS NOT NULL OR level IS NOT NULL)
                   THEN problem('nothing_to_report', 'must_be_empty', NULL) END
            , CASE WHEN typed_nothing_to_report = 'nee' AND criterion IS NULL THEN problem('criterion', 'required', NULL) END
            , CASE WHEN typed_nothing_to_report = 'nee' AND level IS NULL THEN problem('level', 'required', NULL) END
          ) AS row_problems
    FROM typed
)
