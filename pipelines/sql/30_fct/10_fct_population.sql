-- Makes fct_population: the residents used for each wijk and calendar year. Where a year was not delivered the nearest
-- one is used and marked; of two equally near the earlier.
CREATE TABLE fct_population AS
SELECT
    w.wijkcode
    , y.jaar
    , arg_min(p.inwoners, abs(p.jaar - y.jaar) * 2 + (p.jaar > y.jaar)::INTEGER) AS inwoners
    , arg_min(p.jaar, abs(p.jaar - y.jaar) * 2 + (p.jaar > y.jaar)::INTEGER) AS source_jaar
    , arg_min(p.jaar, abs(p.jaar - y.jaar) * 2 + (p.jaar > y.jaar)::INTEGER) <> y.jaar AS is_nearest_year
FROM dim_wijken AS w
CROSS JOIN (SELECT DISTINCT year(week_end) AS jaar FROM dim_weeks) AS y
JOIN dim_population AS p ON p.wijkcode = w.wijkcode
GROUP BY w.wijkcode, y.jaar;
