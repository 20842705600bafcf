-- Gives the signals of every wijk from a day on, oldest first; nothing_to_report has no criterion.
SELECT wijkcode, observed_on, reporter, criterion, level, nothing_to_report, file
FROM fct_signals
WHERE observed_on >= $first
ORDER BY observed_on, wijkcode, reporter, criterion;
