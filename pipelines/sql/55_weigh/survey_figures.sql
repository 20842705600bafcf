-- Gives every survey figure with enough answers and what its sampling error needs: the effective number of answers, the
-- spread of the answers, or the standard error that was delivered.
SELECT
    w.wijk_index
    , k.week_index
    , i.indicator_id
    , i.criterion
    , i.statistic
    , s.wave
    , s.wijkcode
    , k.week_start
    , s.n
    , s.value
    , s.n_effective
    , s.deviation
    , s.se
    , s.fieldwork_end
FROM survey_figures AS s
JOIN ref_items AS i ON i.item_id = s.item_id
JOIN dim_wijken AS w ON w.wijkcode = s.wijkcode
JOIN dim_weeks AS k ON k.week_start = monday_of(s.fieldwork_end)
WHERE s.n >= i.minimum_n
ORDER BY ALL;
