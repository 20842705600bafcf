-- Adds the survey indicators to ind_values: one row per wave, wijk and item. Below the minimum number of answers there is
-- no figure at all. Delivered results count only where no answers were delivered for the same wave, wijk and item.
CREATE OR REPLACE TEMP TABLE survey_figures AS
WITH from_answers AS (
    SELECT
        a.wave
        , max(a.fieldwork_end) AS fieldwork_end
        , a.wijkcode
        , a.item_id
        , count(*)::INTEGER AS n
        -- rounded, because the order of adding up differs from run to run in the last digits
        , round(CASE any_value(i.statistic)
            WHEN 'mean' THEN sum(a.weight * a.answer) / sum(a.weight)
            WHEN 'share_yes' THEN 100.0 * coalesce(sum(a.weight) FILTER (a.answer = 1), 0) / sum(a.weight)
            ELSE 100.0 * coalesce(sum(a.weight) FILTER (a.answer >= 4), 0) / sum(a.weight)
          END, 9) AS value
        , round(sum(a.weight) ^ 2 / sum(a.weight ^ 2), 9) AS n_effective
        , round(sqrt(greatest(0, sum(a.weight * a.answer ^ 2) / sum(a.weight) - (sum(a.weight * a.answer) / sum(a.weight)) ^ 2)), 9) AS deviation
    FROM fct_answers AS a
    JOIN ref_items AS i ON i.item_id = a.item_id
    GROUP BY a.wave, a.wijkcode, a.item_id
)
SELECT wave, fieldwork_end, wijkcode, item_id, n, value, n_effective, deviation, NULL::DOUBLE AS se FROM from_answers
UNION ALL
SELECT wave, fieldwork_end, wijkcode, item_id, n, value, NULL, NULL, se
FROM fct_survey_results AS r
WHERE NOT EXISTS (
    FROM from_answers AS a WHERE a.wave = r.wave AND a.wijkcode = r.wijkcode AND a.item_id = r.item_id
);

INSERT INTO ind_values
SELECT
    i.indicator_id
    , s.wijkcode
    , monday_of(s.fieldwork_end)
    , CASE WHEN s.n >= i.minimum_n THEN s.value END
    , s.n
    , i.unit
    , s.fieldwork_end
    , s.fieldwork_end
    , s.wave
    , NULL
    , NULL
    , CASE WHEN s.n >= i.minimum_n THEN 'ok' ELSE 'too_few' END
FROM survey_figures AS s
JOIN ref_items AS i ON i.item_id = s.item_id;
