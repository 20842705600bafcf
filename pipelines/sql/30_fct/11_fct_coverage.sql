-- Makes fct_coverage: reports received against expected, per wijk, over the weeks of the window up to and including each
-- week. A reporter counts once a week, and never for more than is expected of that reporter.
CREATE TABLE fct_coverage AS
WITH roster AS (
    SELECT
        row_number() OVER () AS reporter_index
        , r.*
        , coalesce(first_week.week_index, 0) AS first_index
        , last_week.week_index AS last_index
    FROM (
        SELECT
            reporter
            , wijkcode
            , min(every_weeks) AS every_weeks
            , min(valid_from) AS valid_from
            , CASE WHEN bool_or(valid_until IS NULL) THEN NULL ELSE max(valid_until) END AS valid_until
        FROM dim_reporters
        GROUP BY reporter, wijkcode
    ) AS r
    LEFT JOIN dim_weeks AS first_week ON first_week.week_start = monday_of(r.valid_from)
    LEFT JOIN dim_weeks AS last_week ON last_week.week_start = monday_of(r.valid_until)
),
-- one row for each reporter and each window in which that reporter is expected at all
windows AS (
    SELECT
        r.reporter_index
        , r.wijkcode
        , k.week_index
        , greatest(
            0
            , least(k.week_index, coalesce(r.last_index, k.week_index))
              - greatest(k.week_index - {{ coverage_window_weeks - 1 }}, r.first_index) + 1
          )::DOUBLE / r.every_weeks AS expected
    FROM roster AS r
    JOIN dim_weeks AS k
        ON k.week_end >= r.valid_from
        AND (r.valid_until IS NULL OR k.week_start - {{ 7 * (coverage_window_weeks - 1) }} <= r.valid_until)
),
-- a report counts in each window that holds its week
received AS (
    SELECT reporter_index, week_index + age AS week_index, count(*) AS weeks_received
    FROM (
        SELECT DISTINCT r.reporter_index, k.week_index
        FROM fct_signals AS s
        JOIN dim_weeks AS k ON k.week_start = s.week_start
        JOIN roster AS r ON r.reporter = s.reporter AND r.wijkcode = s.wijkcode AND k.week_index >= r.first_index
    ), range({{ coverage_window_weeks }}) AS t (age)
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
LEFT JOIN received AS r ON r.reporter_index = p.reporter_index AND r.week_index = p.week_index
GROUP BY w.wijkcode, k.week_start;
