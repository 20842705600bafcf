-- Gives every figure of every indicator of one wijk, oldest first. Weeks without a figure are missing, not zero.
FROM ind_values WHERE wijkcode = $wijkcode ORDER BY indicator_id, week_start;
