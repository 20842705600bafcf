-- Adds the survey indicators to ind_values: one row per wave, wijk and item. Below the minimum number of answers there is
-- no figure at all. Delivered results count only where no answers were delivered for the same wave, wijk and item.
CREATE OR REPLACE TEMP TABLE survey_figures AS
WITH from_answers AS (
{% with answers = "fct_answers", keys = ["wijkcode"] %}{% include "40_ind/figures_of_answers.sql" %}{% endwith %}
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
    , NULL
    , CASE WHEN s.n >= i.minimum_n THEN 'ok' ELSE 'too_few' END
FROM survey_figures AS s
JOIN ref_items AS i ON i.item_id = s.item_id;
