-- Makes source_quality: what can be said of each delivery, as figures: one row per file (or system) and measure. `value` is empty
-- where there is nothing to measure; is_remarkable marks what is worth a look.
CREATE TABLE source_quality AS
WITH place_rejects AS (
    SELECT f.file, count(DISTINCT c.row_number) AS rows
    FROM rejected_cells AS c JOIN ref_files AS f ON f.file_order = c.file_order
    WHERE c.reason IN ('point_outside', 'place_missing', 'unknown_wijk', 'unknown_buurt', 'bad_wijkcode', 'bad_buurtcode', 'wijk_not_convertible')
    GROUP BY f.file
),
empty_rejects AS (
    SELECT f.file, count(DISTINCT c.row_number) AS rows
    FROM rejected_cells AS c JOIN ref_files AS f ON f.file_order = c.file_order
    WHERE c.reason IN ('required', 'broken_row')
    GROUP BY f.file
),
repeats AS (
    SELECT f.file, count(DISTINCT c.row_number) AS rows
    FROM ignored_cells AS c JOIN ref_files AS f ON f.file_order = c.file_order
    WHERE c.reason = 'repeated_id'
    GROUP BY f.file
),
files AS (SELECT * FROM sources WHERE NOT is_refused AND rows_in > 0 AND kind <> 'areas'),
ordered_incidents AS (
    SELECT i.file, f.file_order, i.source, i.occurred_at, i.category
    FROM fct_incidents AS i JOIN ref_files AS f ON f.file = i.file
),
covered AS (
    SELECT file, file_order, source, max(max(occurred_at)) OVER (PARTITION BY source ORDER BY file_order ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS until
    FROM ordered_incidents GROUP BY file, file_order, source
),
late AS (
    SELECT i.file, count(*) AS rows, count_if(i.occurred_at <= c.until) AS late
    FROM ordered_incidents AS i JOIN covered AS c ON c.file = i.file AND c.source = i.source
    WHERE c.until IS NOT NULL
    GROUP BY i.file
),
weeks AS (
    SELECT source, count(DISTINCT week_start) AS received, date_diff('day', min(week_start), max(week_start)) // 7 + 1 AS expected
    FROM fct_incidents GROUP BY source
),
months AS (
    SELECT register, count(DISTINCT period) AS received, date_diff('month', min(period_start), max(period_start)) + 1 AS expected
    FROM fct_registrations WHERE is_counted AND length(period) = 7 GROUP BY register
),
by_month AS (
    SELECT 'incidents' AS kind, source AS name, date_trunc('month', occurred_at)::DATE AS month, count(*) AS times FROM fct_incidents
    WHERE date_trunc('month', occurred_at) < date_trunc('month', DATE '{{ as_of }}') GROUP BY ALL
    UNION ALL
    SELECT 'registrations', register, period_start, sum(count) FROM fct_registrations WHERE is_counted AND length(period) = 7 GROUP BY ALL
),
every_month AS (
    -- a month without any row is a drop too; a month of withheld counts is not
    SELECT s.kind, s.name, s.month, CASE WHEN m.month IS NULL THEN 0 ELSE m.times END AS times
    FROM (SELECT kind, name, unnest(generate_series(min(month), max(month), INTERVAL 1 MONTH))::DATE AS month FROM by_month GROUP BY kind, name) AS s
    LEFT JOIN by_month AS m ON m.kind = s.kind AND m.name = s.name AND m.month = s.month
),
compared AS (
    SELECT *
        , median(times) OVER earlier AS usual
        , count(*) OVER earlier AS months_before
    FROM every_month
    WINDOW earlier AS (PARTITION BY kind, name ORDER BY month ROWS BETWEEN 12 PRECEDING AND 1 PRECEDING)
),
drops AS (
    SELECT kind, name
        , count_if(times < usual * {{ drop_pct }} / 100.0 AND months_before >= {{ minimum_months_before }}) AS dropped
        , string_agg(strftime(month, '%Y-%m'), ', ' ORDER BY month) FILTER (times < usual * {{ drop_pct }} / 100.0 AND months_before >= {{ minimum_months_before }}) AS which
    FROM compared GROUP BY kind, name
),
shares AS (
    SELECT source, category
        , count_if(is_new) / nullif(sum(count_if(is_new)) OVER (PARTITION BY source), 0) AS now_share
        , count_if(NOT is_new) / nullif(sum(count_if(NOT is_new)) OVER (PARTITION BY source), 0) AS before_share
    FROM (
        SELECT source, category, occurred_at > DATE '{{ as_of }}' - INTERVAL 13 WEEK AS is_new
        FROM fct_incidents WHERE occurred_at > DATE '{{ as_of }}' - INTERVAL 65 WEEK
    )
    GROUP BY source, category
),
drift AS (
    SELECT source, 50 * sum(abs(now_share - before_share)) AS moved, arg_max(category, abs(now_share - before_share)) AS most
    FROM shares GROUP BY source
),
measures AS (
    SELECT file AS name, kind, 'freshness_days' AS measure, date_diff('day', last_date, DATE '{{ as_of }}')::DOUBLE AS value, NULL::VARCHAR AS detail FROM files
    WHERE kind IN ({{ fresh | map("literal") | join(", ") }})
    UNION ALL
    SELECT f.file, f.kind, 'complete_pct', 100.0 * (f.rows_in - coalesce(e.rows, 0)) / f.rows_in, NULL FROM files AS f LEFT JOIN empty_rejects AS e USING (file)
    UNION ALL
    SELECT f.file, f.kind, 'repeated_pct', 100.0 * coalesce(r.rows, 0) / f.rows_in, NULL FROM files AS f LEFT JOIN repeats AS r USING (file)
    UNION ALL
    SELECT f.file, f.kind, 'located_pct', 100.0 * (f.rows_in - coalesce(p.rows, 0)) / f.rows_in, NULL FROM files AS f LEFT JOIN place_rejects AS p USING (file)
    WHERE f.kind IN ('incidents', 'registrations', 'signals', 'surveys', 'survey_results')
    UNION ALL
    SELECT file, 'incidents', 'late_pct', 100.0 * late / rows, NULL FROM late
    UNION ALL
    SELECT source, 'incidents', 'received_pct', 100.0 * received / expected, received || ' / ' || expected FROM weeks
    UNION ALL
    SELECT register, 'registrations', 'received_pct', 100.0 * received / expected, received || ' / ' || expected FROM months
    UNION ALL
    SELECT name, kind, 'dropped_months', dropped, which FROM drops
    UNION ALL
    SELECT source, 'incidents', 'drift_pct', moved, most FROM drift
)
SELECT
    name, kind, measure, round(value, 1) AS value, detail
    , coalesce(CASE measure
        WHEN 'freshness_days' THEN value > CASE kind {% for kind, days in freshness_days.items() %}WHEN {{ kind | literal }} THEN {{ days }} {% endfor %}END
        WHEN 'complete_pct' THEN value < {{ minimum_complete_pct }}
        WHEN 'repeated_pct' THEN value > {{ maximum_repeated_pct }}
        WHEN 'located_pct' THEN value < {{ minimum_located_pct }}
        WHEN 'late_pct' THEN value > {{ maximum_late_pct }}
        WHEN 'received_pct' THEN value < {{ minimum_received_pct }}
        WHEN 'dropped_months' THEN value > 0
        WHEN 'drift_pct' THEN value > {{ maximum_drift_pct }}
      END, false) AS is_remarkable
FROM measures
ORDER BY kind, name, measure;

-- Makes source_months: what came in per month, for the small plots.
CREATE TABLE source_months AS
WITH by_month AS (
    SELECT 'incidents' AS kind, source AS name, date_trunc('month', occurred_at)::DATE AS month, count(*)::BIGINT AS times FROM fct_incidents GROUP BY ALL
    UNION ALL
    SELECT 'registrations', register, period_start, sum(count)::BIGINT FROM fct_registrations WHERE is_counted AND length(period) = 7 GROUP BY ALL
)
SELECT kind, name, month, times FROM by_month ORDER BY ALL;
