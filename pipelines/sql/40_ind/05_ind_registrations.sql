-- Makes ind_registrations: register counts rolled up to the wijk, context only. Withheld parts are counted beside the sum:
-- with any of them the sum is a lower bound.
CREATE TABLE ind_registrations AS
SELECT
    r.register
    , r.kind
    , r.wijkcode
    , r.period
    , r.period_start
    , r.period_end
    , sum(r.count)::BIGINT AS count_known
    , count(*) FILTER (r.count IS NULL)::INTEGER AS areas_withheld
    , count(*)::INTEGER AS areas
    , any_value(p.inwoners) AS inwoners
    , any_value(p.source_jaar) AS inwoners_jaar
    , coalesce(any_value(p.is_nearest_year), false) AS is_nearest_year
    , CASE WHEN any_value(p.inwoners) >= {{ minimum_residents }} AND count(*) FILTER (r.count IS NULL) = 0
           THEN 1000.0 * sum(r.count) / any_value(p.inwoners) END AS per_1000_residents
FROM fct_registrations AS r
LEFT JOIN fct_population AS p ON p.wijkcode = r.wijkcode AND p.jaar = year(r.period_start)
GROUP BY r.register, r.kind, r.wijkcode, r.period, r.period_start, r.period_end;
