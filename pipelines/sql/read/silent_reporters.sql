-- Gives the roles that are expected to report in one week and have not done so for at least twice their usual interval.
WITH expected AS (
    SELECT reporter, any_value(source_kind) AS source_kind, wijkcode, min(every_weeks) AS every_weeks, min(valid_from) AS valid_from
    FROM dim_reporters
    WHERE valid_from <= $week_start::DATE + 6 AND (valid_until IS NULL OR valid_until >= $week_start)
    GROUP BY reporter, wijkcode
),
last_reports AS (
    SELECT e.*, max(s.observed_on) AS last_report
    FROM expected AS e
    LEFT JOIN fct_signals AS s
        ON s.reporter = e.reporter AND s.wijkcode = e.wijkcode AND s.observed_on <= $week_start::DATE + 6
    GROUP BY ALL
)
SELECT
    r.wijkcode
    , w.wijknaam
    , r.reporter
    , r.source_kind
    , r.every_weeks
    , r.last_report
    , (date_diff('day', monday_before, $week_start::DATE) / 7)::INTEGER AS weeks_silent
FROM (SELECT *, date_trunc('week', coalesce(last_report, valid_from))::DATE AS monday_before FROM last_reports) AS r
JOIN dim_wijken AS w ON w.wijkcode = r.wijkcode
WHERE date_diff('day', monday_before, $week_start::DATE) / 7 >= greatest(2, 2 * r.every_weeks)
ORDER BY weeks_silent DESC, w.wijk_index, r.reporter;
