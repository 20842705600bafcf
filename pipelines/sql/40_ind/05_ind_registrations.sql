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
    -- of a converted count also the wijken that it came from and that were not delivered
    , (count(*) FILTER (r.count IS NULL)
        + greatest(coalesce(max(r.wijken_needed), 0) - count(DISTINCT r.delivered_wijkcode) FILTER (r.wijken_needed IS NOT NULL), 0)
      )::INTEGER AS areas_withheld
    , count(*)::INTEGER AS areas
    , count(r.converted_share) > 0 AS is_converted
    -- the part of the sum that was divided over wijken by residents: an estimate
    , 100.0 * sum(r.count) FILTER (r.converted_share < 1) / nullif(sum(r.count), 0) AS estimated_pct
    , any_value(p.inwoners) AS inwoners
    , any_value(p.source_jaar) AS inwoners_jaar
    , coalesce(any_value(p.is_nearest_year), false) AS is_nearest_year
    , CASE WHEN any_value(p.inwoners) >= {{ minimum_residents }} AND areas_withheld = 0
           THEN 1000.0 * sum(r.count) / any_value(p.inwoners) END AS per_1000_residents
FROM fct_registrations AS r
LEFT JOIN fct_population AS p ON p.wijkcode = r.wijkcode AND p.jaar = year(r.period_start)
GROUP BY r.register, r.kind, r.wijkcode, r.period, r.period_start, r.period_end;
