-- Gives the number of wijken and of weeks.
SELECT (SELECT count(*) FROM dim_wijken), (SELECT count(*) FROM dim_weeks);
