-- Gives every week of the history, oldest first.
FROM dim_weeks ORDER BY week_start;
