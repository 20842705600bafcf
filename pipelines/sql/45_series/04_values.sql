-- Fills series_values, series_left_out and series_totals from the parts. Of a wijk and period of a register, of residents or of a survey
-- that came on more than one division one counts: that of the division itself, else the nearest. The rest is left out and says so.
CREATE OR REPLACE TEMP TABLE series_all_parts AS
SELECT
    p.division, d.kind, d.series, d.period, d.period_start, d.division AS from_division, d.wijkcode AS from_wijkcode
    , p.to_wijkcode, p.number, d.number * p.share AS exact, d.value, d.n, p.is_divided, p.is_incomplete, p.is_lost, p.needed, p.reason, p.change
    , abs(d.division - p.division) * 2 + (d.division > p.division)::INTEGER AS distance
FROM series_parts AS p
JOIN series_delivered AS d ON d.row_id = p.row_id;

CREATE OR REPLACE TEMP TABLE series_placed AS
SELECT
    *
    , kind IN ('incidents', 'signals') OR distance = min(distance) OVER (PARTITION BY division, to_wijkcode, kind, series, period) AS is_counted
FROM series_all_parts
WHERE to_wijkcode IS NOT NULL;

INSERT INTO series_values
SELECT
    division, kind, series, period, period_start, to_wijkcode
    , sum(number)::BIGINT
    , any_value(value)
    , any_value(n)
    , bool_or(from_division IS NOT NULL AND from_division <> division)
    , CASE WHEN NOT bool_or(from_division IS NOT NULL AND from_division <> division) THEN NULL
           WHEN count(number) = 0 THEN 100.0 * bool_or(is_divided)::INTEGER
           ELSE round(coalesce(100.0 * sum(exact) FILTER (is_divided AND number IS NOT NULL) / nullif(sum(exact) FILTER (number IS NOT NULL), 0), 0), 6)
      END
    , count(*) FILTER (number IS NULL AND NOT is_lost AND kind <> 'surveys')
    , bool_or(is_incomplete)::INTEGER
      + CASE WHEN max(needed) IS NULL THEN count(DISTINCT from_wijkcode) FILTER (is_lost)
             ELSE greatest(max(needed) - count(DISTINCT from_wijkcode) FILTER (NOT is_lost), 0) END
FROM (
    SELECT * EXCLUDE (distance, is_counted, reason, change) FROM series_placed WHERE is_counted
    UNION ALL
    SELECT division, 'incidents', series, period, period_start, NULL, NULL, wijkcode, number, number, NULL, NULL, false, false, false, NULL
    FROM series_points
    WHERE wijkcode IS NOT NULL
)
GROUP BY division, kind, series, period, period_start, to_wijkcode;

INSERT INTO series_left_out
SELECT division, kind, series, period, period_start, from_division, from_wijkcode
     , sum(number)::BIGINT, any_value(value), any_value(n), count(*) FILTER (number IS NULL AND kind <> 'surveys'), reason, change
FROM (
    SELECT division, kind, series, period, period_start, from_division, from_wijkcode, number, value, n, reason, change
    FROM series_all_parts
    WHERE to_wijkcode IS NULL
    UNION ALL
    SELECT division, kind, series, period, period_start, from_division, from_wijkcode, number, value, n, 'superseded', NULL
    FROM series_placed
    WHERE NOT is_counted AND NOT is_lost
    UNION ALL
    SELECT division, 'incidents', series, period, period_start, NULL, NULL, number, NULL, NULL, 'point_outside', NULL
    FROM series_points
    WHERE wijkcode IS NULL
)
GROUP BY ALL;

INSERT INTO series_totals
WITH delivered AS (
    SELECT y.division, d.kind, d.series, d.period, d.period_start, d.number
    FROM series_delivered AS d
    CROSS JOIN (SELECT DISTINCT division FROM dim_divisions) AS y
    WHERE d.kind <> 'surveys'
    UNION ALL
    SELECT y.division, 'incidents', series, period, period_start, 1
    FROM points_delivered
    CROSS JOIN (SELECT DISTINCT division FROM dim_divisions) AS y
),
counted AS (
    SELECT division, kind, series, period, period_start, sum(number)::BIGINT AS delivered, count(*) FILTER (number IS NULL)::INTEGER AS rows_withheld
    FROM delivered
    GROUP BY ALL
),
shown AS (SELECT division, kind, series, period, sum(number)::BIGINT AS number FROM series_values GROUP BY ALL),
left_out AS (SELECT division, kind, series, period, sum(number)::BIGINT AS number FROM series_left_out GROUP BY ALL)
SELECT c.division, c.kind, c.series, c.period, c.period_start, c.delivered, c.rows_withheld, s.number, l.number
FROM counted AS c
LEFT JOIN shown AS s ON s.division = c.division AND s.kind = c.kind AND s.series = c.series AND s.period = c.period
LEFT JOIN left_out AS l ON l.division = c.division AND l.kind = c.kind AND l.series = c.series AND l.period = c.period;

INSERT INTO series_months
SELECT DISTINCT period, period_start, division, false FROM series_delivered WHERE kind = 'incidents'
UNION ALL
SELECT DISTINCT period, period_start, {{ map_year }}, true FROM points_delivered;
