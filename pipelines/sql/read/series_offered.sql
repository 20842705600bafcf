-- Gives the series that can be seen on any delivered division: kind, series, and their first and last period.
SELECT kind, series, arg_min(period, period_start) AS first_period, arg_max(period, period_start) AS last_period, count(DISTINCT period) AS periods
FROM (SELECT kind, series, period, period_start FROM series_values UNION ALL SELECT kind, series, period, period_start FROM series_left_out)
GROUP BY kind, series
ORDER BY kind, series;
