-- Adds the indicator {{ indicator_id }} to ind_values: incidents per 1,000 residents in the weeks up to and including each
-- week. Below the minimum number of incidents the figure is shown but says nothing about a level (status too_few).
INSERT INTO ind_values
WITH alive AS (
    SELECT k.*
    FROM dim_weeks AS k
    JOIN weeks_alive USING (week_index)
    -- the first weeks of a source have no full window behind them
    WHERE k.week_index >= (SELECT min(week_index) FROM weeks_alive) + {{ window_weeks - 1 }}
),
weekly AS (
    SELECT wijk_index, week_index, sum(incidents) AS incidents
    FROM incident_counts
    WHERE category IN ({{ categories | map("literal") | join(", ") }})
    GROUP BY ALL
),
windowed AS (
    SELECT
        w.wijk_index
        , k.week_index
        , sum(coalesce(c.incidents, 0)) OVER (
            PARTITION BY w.wijk_index ORDER BY k.week_index ROWS BETWEEN {{ window_weeks - 1 }} PRECEDING AND CURRENT ROW
          ) AS incidents
    FROM dim_wijken AS w
    CROSS JOIN dim_weeks AS k
    LEFT JOIN weekly AS c ON c.wijk_index = w.wijk_index AND c.week_index = k.week_index
)
SELECT
    '{{ indicator_id }}'
    , w.wijkcode
    , k.week_start
    , CASE WHEN p.inwoners >= {{ minimum_residents }} THEN 1000.0 * n.incidents / p.inwoners END
    , n.incidents
    , {{ unit | literal }}
    , k.week_start - {{ 7 * (window_weeks - 1) }}
    , least(k.week_end, DATE '{{ as_of }}')
    , NULL
    , p.inwoners
    , p.is_nearest_year
    , p.estimated_pct
    , CASE WHEN p.inwoners IS NULL OR p.inwoners < {{ minimum_residents }} THEN 'no_denominator'
           WHEN n.incidents < {{ minimum_events }} THEN 'too_few'
           ELSE 'ok' END
FROM windowed AS n
JOIN alive AS k ON k.week_index = n.week_index
JOIN dim_wijken AS w ON w.wijk_index = n.wijk_index
LEFT JOIN fct_population AS p ON p.wijkcode = w.wijkcode AND p.jaar = year(k.week_end);
