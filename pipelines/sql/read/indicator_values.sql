-- Gives the newest figure of each indicator that counts in one week, with the figure of the whole gemeente beside it: rates over
-- all residents of wijken with a figure, survey figures weighted by the number of answers.
WITH valid AS (
    SELECT *
    FROM ind_values
    -- a count is about its own week; a survey counts until a newer wave, so its newest one is taken
    WHERE week_start <= $week_start AND (wave IS NOT NULL OR week_start = $week_start)
    QUALIFY row_number() OVER (PARTITION BY indicator_id, wijkcode ORDER BY week_start DESC, period_end DESC) = 1
),
whole AS (
    SELECT
        indicator_id
        , CASE WHEN bool_or(wave IS NULL) THEN 1000.0 * sum(n) FILTER (inwoners IS NOT NULL) / nullif(sum(inwoners), 0)
               ELSE sum(value * n) / nullif(sum(n) FILTER (value IS NOT NULL), 0) END AS gemeente_value
        , sum(n) AS gemeente_n
    FROM valid
    WHERE status IN ('ok', 'too_few')
    GROUP BY indicator_id
)
SELECT v.*, w.gemeente_value, w.gemeente_n
FROM valid AS v
LEFT JOIN whole AS w ON w.indicator_id = v.indicator_id
WHERE v.wijkcode = $wijkcode
ORDER BY v.indicator_id;
