-- Gives the index of the newest complete week; NULL where there is none.
SELECT max(week_index) FROM dim_weeks WHERE is_complete;
