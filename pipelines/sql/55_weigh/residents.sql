-- Gives the residents of each wijk in each week, where there are enough of them to divide by.
SELECT w.wijk_index, k.week_index, p.inwoners
FROM dim_wijken AS w
CROSS JOIN dim_weeks AS k
JOIN fct_population AS p ON p.wijkcode = w.wijkcode AND p.jaar = year(k.week_end)
WHERE p.inwoners >= $minimum_residents;
