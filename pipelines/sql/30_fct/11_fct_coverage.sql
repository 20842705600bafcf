-- Makes fct_coverage: reports received against expected, per wijk, over the weeks of the window up to and including each
-- week. A reporter counts once a week, and never for more than is expected of that reporter.
CREATE TABLE fct_coverage AS
WITH reporting_weeks AS (
    SELECT DISTINCT s.reporter, s.wijkcode, k.week_index
    FROM fct_signals AS s
    JOIN dim_weeks AS k ON k.week_start = s.week_start
),
-- one row for each reporter and each window in which that reporter is expected at all
windows AS (
    SELECT
        r.reporter
        , r.wijkcode
        , k.week_index
        , greatest(0, least(k.week_index, coalesce(last_week.week_index, k.week_index))
           - greatest(k.week_index - {{ coverage_window_weeks - 1 }}, coalesce(first_week.week_index, 0)) + 1)::DOUBLE / r.every_weeks AS expected
        , greatest(k.week_index - {{ coverage_window_weeks - 1 }}, coalesce(first_week.week_index, 0)) AS from_index
    FROM (
        SELECT reporter, wijkcode, min(every_weeks) AS every_weeks, min(valid_from) AS valid_from
             , CASE WHEN bool_or(valid_until IS NULL) THEN NULL ELSE max(valid_until) END AS valid_until
        FROM dim_reporters
        GROUP BY reporter, wijkcode
    ) AS r
    LEFT JOIN dim_weeks AS first_week ON first_week.week_start = monday_of(r.valid_from)
    LEFT JOIN dim_weeks AS last_week ON last_week.week_start = monday_of(r.valid_until)
    JOIN dim_weeks AS k
        ON k.week_end >= r.valid_from
        AND (r.valid_until IS NULL OR k.week_start - {{ 7 * (coverage_window_weeks - 1) }} <= r.valid_until)
),
received AS (
    SELECT p.reporter, p.wijkcode, p.week_index, count(w.week_index) AS weeks_received
    FROM windows AS p
    JOIN reporting_weeks AS w
        ON w.reporter = p.reporter AND w.wijkcode = p.wijkcode AND w.week_index BETWEEN p.from_index AND p.week_index
    GROUP BY ALL
)
SELECT
    w.wijkcode
    , k.week_start
    , sum(p.expected) AS expected
    , sum(least(coalesce(r.weeks_received, 0), p.expected)) AS received
    , 100.0 * sum(least(coalesce(r.weeks_received, 0), p.expected)) / nullif(sum(p.expected), 0) AS coverage_pct
FROM windows AS p
JOIN dim_wijken AS w ON w.wijkcode = p.wijkcode
JOIN dim_weeks AS k ON k.week_index = p.week_index
LEFT JOIN received AS r ON r.reporter = p.reporter AND r.wijkcode = p.wijkcode AND r.week_index = p.week_index
GROUP BY w.wijkcode, k.week_start;
