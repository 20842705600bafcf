-- Gives the incidents behind one rate: those of its categories in its window of weeks.
SELECT occurred_at, category, severity, group_dimension, is_verified, source, file, row_number
FROM fct_incidents
WHERE wijkcode = $wijkcode
  AND list_contains($categories, category)
  AND week_start > $week_start::DATE - 7 * $window_weeks::INTEGER AND week_start <= $week_start
ORDER BY occurred_at, file, row_number;
