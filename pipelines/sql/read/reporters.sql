-- Gives the roles that are expected to report in one week: one row per role and wijk.
SELECT reporter, any_value(source_kind ORDER BY source_kind) AS source_kind, wijkcode, min(every_weeks) AS every_weeks
FROM dim_reporters
WHERE valid_from <= $week_start::DATE + 6 AND (valid_until IS NULL OR valid_until >= $week_start)
GROUP BY reporter, wijkcode
ORDER BY reporter, wijkcode;
