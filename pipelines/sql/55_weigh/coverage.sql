-- Gives the share of the expected reports that came in, per wijk and week.
SELECT w.wijk_index, k.week_index, c.coverage_pct
FROM fct_coverage AS c
JOIN dim_wijken AS w ON w.wijkcode = c.wijkcode
JOIN dim_weeks AS k ON k.week_start = c.week_start
WHERE c.coverage_pct IS NOT NULL;
