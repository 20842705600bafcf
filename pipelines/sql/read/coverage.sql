-- Gives reports received against expected, per wijk, up to and including one week.
FROM fct_coverage WHERE week_start = $week_start ORDER BY wijkcode;
