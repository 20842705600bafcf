-- Makes fct_population: the residents used for each wijk and calendar year. Where a year was not delivered the nearest
-- one is used and marked; of two equally near the earlier. estimated_pct: empty for a number as delivered; of a converted one the
-- part that was divided over wijken, an estimate.
-- Of a converted year a wijk counts only when every wijk that it came from is there.
CREATE TABLE fct_population AS
WITH whole AS (
    SELECT
        wijkcode
        , jaar
        , sum(inwoners)::INTEGER AS inwoners
        , CASE WHEN max(wijken_needed) IS NOT NULL
               THEN round(coalesce(100.0 * sum(delivered_inwoners * converted_share) FILTER (is_divided) / nullif(sum(delivered_inwoners * converted_share), 0), 0), 6)
          END AS estimated_pct
    FROM dim_population
    GROUP BY wijkcode, jaar, delivered_division
    HAVING max(wijken_needed) IS NULL OR count(DISTINCT delivered_wijkcode) = max(wijken_needed)
    -- as delivered goes before converted, and then the nearest division
    QUALIFY row_number() OVER (PARTITION BY wijkcode, jaar ORDER BY min(distance_to_map)) = 1
)
SELECT
    w.wijkcode
    , y.jaar
    , p.inwoners
    , p.jaar AS source_jaar
    , p.jaar <> y.jaar AS is_nearest_year
    , p.estimated_pct
FROM dim_wijken AS w
CROSS JOIN (SELECT DISTINCT year(week_end) AS jaar FROM dim_weeks) AS y
JOIN whole AS p ON p.wijkcode = w.wijkcode
QUALIFY row_number() OVER (PARTITION BY w.wijkcode, y.jaar ORDER BY abs(p.jaar - y.jaar), p.jaar) = 1;
