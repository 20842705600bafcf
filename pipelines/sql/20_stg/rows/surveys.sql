-- Adds `placed` for survey answers: weight above 0, answer on the scale of its item; an empty answer is no answer.
, placed AS (
    SELECT
        typed.*
        , CASE WHEN answer IS NULL THEN 'no_answer' END AS ignored_reason
        , concat_ws(chr(10)
            , CASE WHEN typed_weight <= 0 THEN problem('weight', 'weight_not_positive', weight) END
            , CASE WHEN typed_answer NOT BETWEEN item.scale_min AND item.scale_max
                     OR (item.is_whole AND typed_answer <> floor(typed_answer))
                   THEN problem('answer', 'answer_off_scale', answer) END
          ) AS row_problems
    FROM typed
    LEFT JOIN ref_items AS item ON item.item_id = typed.typed_item_id
)
