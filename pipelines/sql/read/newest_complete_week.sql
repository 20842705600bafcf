-- Gives the Monday of the newest complete week; of the newest week when none is complete.
SELECT coalesce(max(week_start) FILTER (is_complete), max(week_start)) FROM dim_weeks;
