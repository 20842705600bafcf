-- Gives the incident rates of one indicator with the residents they are about.
SELECT wijkcode, week_start, n, inwoners
FROM ind_values
WHERE indicator_id = $indicator_id AND status <> 'no_denominator'
ORDER BY week_start, wijkcode;
