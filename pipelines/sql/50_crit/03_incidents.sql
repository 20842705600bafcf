-- Adds incident rates with enough incidents to measured.
INSERT INTO measured
SELECT w.wijk_index, k.week_index, '{{ criterion }}', 'vastgelegd', v.indicator_id, v.value, v.n, NULL, NULL, v.period_end
FROM ind_values AS v
JOIN dim_wijken AS w ON w.wijkcode = v.wijkcode
JOIN dim_weeks AS k ON k.week_start = v.week_start
WHERE v.indicator_id = '{{ indicator_id }}' AND v.status = 'ok';
