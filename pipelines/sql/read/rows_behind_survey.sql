-- Gives the answers or the delivered result behind one survey figure.
WITH wave AS (
    SELECT wave FROM ind_values
    WHERE wijkcode = $wijkcode AND indicator_id = $indicator_id AND week_start <= $week_start
    ORDER BY week_start DESC, period_end DESC LIMIT 1
)
SELECT fieldwork_end AS date, a.wave, item_id, answer, weight, NULL::INTEGER AS n, file, row_number
FROM fct_answers AS a JOIN wave ON wave.wave = a.wave
WHERE wijkcode = $wijkcode AND item_id = $item
UNION ALL
SELECT fieldwork_end, r.wave, item_id, value, NULL, n, file, row_number
FROM fct_survey_results AS r JOIN wave ON wave.wave = r.wave
WHERE wijkcode = $wijkcode AND item_id = $item
  AND NOT EXISTS (FROM fct_answers AS a WHERE a.wijkcode = r.wijkcode AND a.item_id = r.item_id AND a.wave = r.wave)
ORDER BY file, row_number;
