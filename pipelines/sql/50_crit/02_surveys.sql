-- Adds survey figures to measured: each counts from its week until the next usable wave, or until it is too old.
INSERT INTO measured
WITH usable AS (
    SELECT v.indicator_id, v.wijkcode, v.week_start, v.value, v.n, v.period_end, i.criterion, i.maximum_age_weeks
         , lead(v.week_start) OVER (PARTITION BY v.indicator_id, v.wijkcode ORDER BY v.week_start, v.period_end) AS next_week_start
    FROM ind_values AS v
    JOIN ref_items AS i ON i.indicator_id = v.indicator_id
    WHERE v.status = 'ok'
)
SELECT w.wijk_index, k.week_index, u.criterion, 'beleefd', u.indicator_id, u.value, u.n, NULL, NULL, u.period_end
FROM usable AS u
JOIN dim_wijken AS w ON w.wijkcode = u.wijkcode
JOIN dim_weeks AS k
    ON k.week_start >= u.week_start
    AND k.week_start < coalesce(u.next_week_start, DATE '9999-12-31')
    AND k.week_start <= u.week_start + (7 * u.maximum_age_weeks)::INTEGER;
