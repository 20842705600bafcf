-- Gives the days of the incidents between or against groups of every wijk from a day on.
SELECT wijkcode, occurred_at::DATE AS occurred_on
FROM fct_incidents
WHERE criterion = 'C10' AND occurred_at >= $first
ORDER BY occurred_at, wijkcode;
