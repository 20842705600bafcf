-- Gives every signal and "nothing to report".
SELECT
    wijk_index
    , week_index
    , reporter
    , criterion
    , level
    , coalesce(is_confirmed, false) AS is_confirmed
FROM signal_weeks
WHERE nothing_to_report OR criterion IS NOT NULL
ORDER BY ALL;
