-- Gives the wijken with their shapes and the residents of the newest year.
SELECT w.*, p.inwoners, p.source_jaar AS inwoners_jaar, p.is_nearest_year AS inwoners_is_nearest_year
     , p.estimated_pct AS inwoners_estimated_pct
FROM dim_wijken AS w
LEFT JOIN fct_population AS p ON p.wijkcode = w.wijkcode AND p.jaar = (SELECT max(jaar) FROM fct_population)
ORDER BY w.wijk_index;
