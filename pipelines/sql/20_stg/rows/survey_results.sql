-- Adds `placed` for aggregated survey results: a percentage lies in 0-100, a mean on the scale of its item.
, placed AS (
    SELECT
        typed.*
        , NULL::VARCHAR AS ignored_reason
        , concat_ws(chr(10)
            , CASE WHEN typed_value NOT BETWEEN item.value_min AND item.value_max THEN problem('value', 'value_off_scale', value) END
            , CASE WHEN typed_se < 0 THEN problem('se', 'negative', se) END
          ) AS row_problems
    FROM typed
    LEFT JOIN ref_items AS item ON item.item_id = typed.typed_item_id
)
