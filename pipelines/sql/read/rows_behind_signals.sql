-- Gives the signals in the window of one week, "nothing to report" included; of one criterion when it is named.
SELECT observed_on, criterion, level, reporter, source_kind, is_confirmed, scheidslijn, nothing_to_report, file, row_number
FROM fct_signals
WHERE wijkcode = $wijkcode
  AND week_start > $week_start::DATE - 7 * $window_weeks::INTEGER AND week_start <= $week_start
  AND ($criterion IS NULL OR criterion = $criterion OR nothing_to_report)
ORDER BY observed_on, file, row_number;
