-- Gives every signal and "nothing to report", with a number per reporter.
SELECT
    wijk_index
    , week_index
    , dense_rank() OVER (ORDER BY reporter) - 1 AS reporter
    , criterion
    , level
    , coalesce(is_confirmed, false) AS is_confirmed
FROM signal_weeks
WHERE nothing_to_report OR criterion IS NOT NULL
ORDER BY ALL;
