-- Gives, for one week, the newest figure of every indicator and wijk with its interval: what a briefing or export shows. A count is
-- about its own week; a survey holds until a newer wave.
WITH valid AS (
    SELECT *
    FROM ind_values
    WHERE week_start <= $week_start AND (wave IS NOT NULL OR week_start = $week_start)
    QUALIFY row_number() OVER (PARTITION BY indicator_id, wijkcode ORDER BY week_start DESC, period_end DESC) = 1
)
SELECT v.*, i.n_effective, i.estimate, i.low, i.high, i.own_weight
FROM valid AS v
LEFT JOIN ind_intervals AS i
    ON i.indicator_id = v.indicator_id AND i.wijkcode = v.wijkcode AND i.week_start = v.week_start AND i.wave IS NOT DISTINCT FROM v.wave
ORDER BY v.wijkcode, v.indicator_id;
