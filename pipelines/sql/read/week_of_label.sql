-- Gives the Monday of a week by its ISO label.
SELECT week_start FROM dim_weeks WHERE iso_week = $label;
