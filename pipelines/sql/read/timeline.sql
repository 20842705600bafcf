-- Gives what happened in and around one wijk between two days: incidents, signals and the agenda, each with its file and row.
SELECT occurred_at::DATE AS date, NULL::DATE AS until, 'incident' AS kind, category AS what, NULL::INTEGER AS level, severity
     , group_dimension, is_verified, NULL AS reporter, NULL AS source_kind, NULL AS title, criterion, file, row_number
FROM fct_incidents
WHERE wijkcode = $wijkcode AND occurred_at >= $first AND occurred_at < $last::DATE + 1
UNION ALL
SELECT observed_on, NULL, 'signal', CASE WHEN nothing_to_report THEN 'nothing_to_report' ELSE criterion END, level, NULL
     , NULL, is_confirmed, reporter, source_kind, scheidslijn, criterion, file, row_number
FROM fct_signals
WHERE wijkcode = $wijkcode AND observed_on BETWEEN $first AND $last
UNION ALL
SELECT date, until, 'agenda', kind, expected_impact, NULL, NULL, NULL, NULL, NULL, title, 'C11', file, row_number
FROM fct_agenda
WHERE (wijkcode = $wijkcode OR wijkcode IS NULL) AND coalesce(until, date) >= $first AND date <= $last
ORDER BY date DESC, kind, file, row_number;
