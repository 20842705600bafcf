-- Gives the decision that counts in one week, per wijk that has one.
FROM confirmed_phases WHERE week_start = $week_start ORDER BY wijkcode;
