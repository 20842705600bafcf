-- Gives the proposal of every wijk in one week.
SELECT p.*, w.wijknaam, pop.inwoners, pop.source_jaar AS inwoners_jaar, pop.is_nearest_year AS inwoners_is_nearest_year
     , pop.estimated_pct AS inwoners_estimated_pct
     , c.confirmed_phase, c.confirmed_on, c.expires_on
FROM phase_proposals AS p
JOIN dim_wijken AS w ON w.wijkcode = p.wijkcode
LEFT JOIN fct_population AS pop ON pop.wijkcode = p.wijkcode AND pop.jaar = year(p.week_start + 6)
LEFT JOIN confirmed_phases AS c ON c.wijkcode = p.wijkcode AND c.week_start = p.week_start
WHERE p.week_start = $week_start
ORDER BY w.wijk_index;
