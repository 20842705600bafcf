-- Makes fct_population: the residents used for each wijk and calendar year. Where a year was not delivered the nearest
-- one is used and marked; of two equally near the earlier.
-- Of a converted year a wijk counts only when every wijk that it came from is there.
CREATE TABLE fct_population AS
WITH whole AS (
    SELECT wijkcode, jaar, sum(inwoners)::INTEGER AS inwoners
    FROM dim_population
    GROUP BY wijkcode, jaar, file
    HAVING max(wijken_needed) IS NULL OR count(DISTINCT delivered_wijkcode) = max(wijken_needed)
    -- as delivered goes before converted; of two files the later one
    QUALIFY row_number() OVER (PARTITION BY wijkcode, jaar ORDER BY max(wijken_needed) IS NULL DESC, file DESC) = 1
)
SELECT
    w.wijkcode
    , y.jaar
    , arg_min(p.inwoners, abs(p.jaar - y.jaar) * 2 + (p.jaar > y.jaar)::INTEGER) AS inwoners
    , arg_min(p.jaar, abs(p.jaar - y.jaar) * 2 + (p.jaar > y.jaar)::INTEGER) AS source_jaar
    , arg_min(p.jaar, abs(p.jaar - y.jaar) * 2 + (p.jaar > y.jaar)::INTEGER) <> y.jaar AS is_nearest_year
FROM dim_wijken AS w
CROSS JOIN (SELECT DISTINCT year(week_end) AS jaar FROM dim_weeks) AS y
JOIN whole AS p ON p.wijkcode = w.wijkcode
GROUP BY w.wijkcode, y.jaar;
