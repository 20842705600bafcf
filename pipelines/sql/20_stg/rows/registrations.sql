-- Adds `placed` for registrations: the wijk of a buurt code, and periods the gemeente says were never published.
, placed AS (
    SELECT
        typed.*
        , coalesce(typed_wijkcode, typed_buurtcode) AS area_code
        , coalesce(typed_wijkcode, buurt_wijkcode) AS place_wijkcode
        , CASE WHEN gap.period IS NOT NULL THEN 'period_not_published' END AS ignored_reason
        , concat_ws(chr(10)
            , CASE WHEN typed.wijkcode IS NULL AND typed.buurtcode IS NULL THEN problem('wijkcode', 'place_missing', NULL) END
            , CASE WHEN typed.wijkcode IS NULL AND typed_buurtcode IS NOT NULL AND buurt_wijkcode IS NULL
                   THEN CASE WHEN 'WK' || substr(typed_buurtcode, 3, 6) IN (SELECT wijkcode FROM not_convertible)
                             THEN problem('buurtcode', 'wijk_not_convertible', 'WK' || substr(typed_buurtcode, 3, 6))
                             ELSE problem('buurtcode', 'unknown_buurt', typed.buurtcode) END END
          ) AS row_problems
    FROM (
        -- a delivered buurt map comes first, else the CBS code itself says the wijk: BU + 8 starts with the 6 digits of WK
        SELECT typed.*, coalesce(buurt.wijkcode, wijk.wijkcode) AS buurt_wijkcode
        FROM typed
        LEFT JOIN file_buurten AS buurt ON buurt.buurtcode = typed.typed_buurtcode
        LEFT JOIN file_wijken AS wijk ON wijk.wijkcode = 'WK' || substr(typed.typed_buurtcode, 3, 6)
    ) AS typed
    LEFT JOIN ref_known_gaps AS gap ON gap.register = typed.register AND gap.period = typed.period
)
