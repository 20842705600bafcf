-- Gives the weeks with their names.
SELECT week_index, iso_week FROM dim_weeks;
