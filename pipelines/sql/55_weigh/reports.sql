-- Gives every signal and "nothing to report", with a number per reporter.
WITH numbers AS (
    SELECT reporter, row_number() OVER (ORDER BY reporter) - 1 AS number
    FROM (SELECT DISTINCT reporter FROM signal_weeks)
)
SELECT
    wijk_index
    , week_index
    , n.number AS reporter
    , criterion
    , level
    , coalesce(is_confirmed, false) AS is_confirmed
FROM signal_weeks AS s
JOIN numbers AS n ON n.reporter = s.reporter
WHERE nothing_to_report OR criterion IS NOT NULL
ORDER BY ALL;
