-- Gives the estimate and interval of every figure of one wijk that is known by one week: the newest of each indicator.
SELECT indicator_id, week_start, wave, n_effective, estimate, low, high, own_weight
FROM ind_intervals
WHERE wijkcode = $wijkcode AND week_start <= $week_start
QUALIFY row_number() OVER (PARTITION BY indicator_id ORDER BY week_start DESC, wave DESC) = 1
ORDER BY indicator_id;
