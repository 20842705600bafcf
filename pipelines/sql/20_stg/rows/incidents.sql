-- Adds `placed` for incidents: the wijk from a code, a buurt code or a located point, and rules over several columns.
, placed AS (
    SELECT
        typed.*
        , coalesce(own.to_code, buurt_wijkcode, located.wijkcode) AS place_wijkcode
        , NULL::VARCHAR AS ignored_reason
        , concat_ws(chr(10)
            , CASE WHEN typed.wijkcode IS NULL AND typed.buurtcode IS NULL AND (lon IS NULL OR lat IS NULL) AND (x IS NULL OR y IS NULL)
                   THEN problem('wijkcode', 'place_missing', NULL) END
            , CASE WHEN typed.wijkcode IS NULL AND typed_buurtcode IS NOT NULL AND buurt_wijkcode IS NULL
                   THEN CASE WHEN 'WK' || substr(typed_buurtcode, 3, 6) IN (SELECT wijkcode FROM not_convertible)
                             THEN problem('buurtcode', 'wijk_not_convertible', 'WK' || substr(typed_buurtcode, 3, 6))
                             ELSE problem('buurtcode', 'unknown_buurt', typed.buurtcode) END END
            , CASE WHEN typed.wijkcode IS NULL AND typed.buurtcode IS NULL AND located.row_number IS NOT NULL AND located.wijkcode IS NULL
                   THEN problem(located.column_name, 'point_outside', '0') END
          ) AS row_problems
    FROM (
        -- a delivered buurt map comes first, else the CBS code itself says the wijk: BU + 8 starts with the 6 digits of WK
        SELECT typed.*, coalesce(buurt.wijkcode, wijk.to_code) AS buurt_wijkcode
        FROM typed
        LEFT JOIN file_buurten AS buurt ON buurt.buurtcode = typed.typed_buurtcode
        LEFT JOIN file_wijken AS wijk ON wijk.wijkcode = 'WK' || substr(typed.typed_buurtcode, 3, 6)
    ) AS typed
    LEFT JOIN file_wijken AS own ON own.wijkcode = typed.typed_wijkcode
    LEFT JOIN located ON located.row_number = typed.row_number
)
