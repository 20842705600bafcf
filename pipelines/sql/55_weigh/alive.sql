-- Gives the weeks in which the incident source was working.
SELECT week_index FROM weeks_alive WHERE week_index < (SELECT count(*) FROM dim_weeks) ORDER BY week_index;
