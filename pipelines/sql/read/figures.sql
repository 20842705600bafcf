-- Gives, for one week, the newest figure of every indicator and wijk with its interval and the figure of the whole gemeente beside
-- it (as in indicator_values): what a briefing or export shows. A count is about its own week; a survey holds until a newer wave.
WITH valid AS (
    SELECT *
    FROM ind_values
    WHERE week_start <= $week_start AND (wave IS NOT NULL OR week_start = $week_start)
    QUALIFY row_number() OVER (PARTITION BY indicator_id, wijkcode ORDER BY week_start DESC, period_end DESC) = 1
),
whole AS (
    SELECT
        indicator_id
        , CASE WHEN bool_or(wave IS NULL) THEN 1000.0 * sum(n) FILTER (inwoners IS NOT NULL) / nullif(sum(inwoners), 0)
               ELSE sum(value * n) / nullif(sum(n) FILTER (value IS NOT NULL), 0) END AS gemeente_value
        , sum(n) AS gemeente_n
        , count(value) AS gemeente_wijken
    FROM valid
    WHERE status IN ('ok', 'too_few')
    GROUP BY indicator_id
)
SELECT v.*, w.gemeente_value, w.gemeente_n, w.gemeente_wijken, i.n_effective, i.estimate, i.low, i.high, i.own_weight
FROM valid AS v
LEFT JOIN whole AS w ON w.indicator_id = v.indicator_id
LEFT JOIN ind_intervals AS i
    ON i.indicator_id = v.indicator_id AND i.wijkcode = v.wijkcode AND i.week_start = v.week_start AND i.wave IS NOT DISTINCT FROM v.wave
ORDER BY v.wijkcode, v.indicator_id;
