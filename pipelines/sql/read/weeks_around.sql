-- Gives incidents and signals of one wijk per week, in the weeks before and after a day; its own week is the first one after.
-- A week without any is there with 0; the weeks outside the history are not there.
SELECT
    ((k.week_start - date_trunc('week', $day::DATE)::DATE) / 7)::INTEGER AS week_from_start
    , k.week_start
    , k.iso_week
    , k.is_complete
    , (SELECT count(*) FROM fct_incidents AS i WHERE i.wijkcode = $wijkcode AND i.week_start = k.week_start)::INTEGER AS incidents
    , (SELECT count(*) FROM fct_signals AS s WHERE s.wijkcode = $wijkcode AND s.week_start = k.week_start AND NOT s.nothing_to_report)::INTEGER AS signals
    , (SELECT count(*) FROM fct_signals AS s WHERE s.wijkcode = $wijkcode AND s.week_start = k.week_start AND s.nothing_to_report)::INTEGER AS nothing_to_report
FROM dim_weeks AS k
WHERE k.week_start >= date_trunc('week', $day::DATE)::DATE - 7 * $weeks::INTEGER
  AND k.week_start < date_trunc('week', $day::DATE)::DATE + 7 * $weeks::INTEGER
ORDER BY k.week_start;
