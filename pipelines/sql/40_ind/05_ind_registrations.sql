-- Makes ind_registrations: register counts rolled up to the wijk, context only. Withheld parts are counted beside the sum:
-- with any of them the sum is a lower bound. estimated_pct: the part of a converted sum that was divided over wijken by residents.
CREATE TABLE ind_registrations AS
SELECT
    r.register
    , r.kind
    , r.wijkcode
    , r.period
    , r.period_start
    , r.period_end
    , sum(r.count)::BIGINT AS count_known
    -- of a converted count the wijken that it came from and that were not delivered
    , greatest(
        coalesce(max(r.wijken_needed), 0) - count(DISTINCT r.delivered_wijkcode) FILTER (r.wijken_needed IS NOT NULL), 0
      )::INTEGER AS wijken_missing
    , (count(*) FILTER (r.count IS NULL) + wijken_missing)::INTEGER AS areas_withheld
    , count(*)::INTEGER AS areas
    , count(r.converted_share) > 0 AS is_converted
    , CASE WHEN count(r.converted_share) = 0 THEN NULL
           WHEN count(r.count) = 0 THEN 100.0 * bool_or(r.is_divided)::INTEGER
           ELSE round(coalesce(100.0 * sum(r.delivered_count * r.converted_share) FILTER (r.is_divided) / nullif(sum(r.delivered_count * r.converted_share), 0), 0), 6)
      END AS estimated_pct
    , any_value(p.inwoners) AS inwoners
    , any_value(p.source_jaar) AS inwoners_jaar
    , coalesce(any_value(p.is_nearest_year), false) AS is_nearest_year
    , any_value(p.estimated_pct) AS inwoners_estimated_pct
    , CASE WHEN any_value(p.inwoners) >= {{ minimum_residents }} AND areas_withheld = 0
           THEN 1000.0 * sum(r.count) / any_value(p.inwoners) END AS per_1000_residents
FROM fct_registrations AS r
LEFT JOIN fct_population AS p ON p.wijkcode = r.wijkcode AND p.jaar = year(r.period_start)
WHERE r.is_counted
GROUP BY r.register, r.kind, r.wijkcode, r.period, r.period_start, r.period_end;
