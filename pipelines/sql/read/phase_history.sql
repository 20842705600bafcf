-- Gives the proposals of one wijk, oldest first.
SELECT p.*, k.iso_week, k.is_complete
FROM phase_proposals AS p
JOIN dim_weeks AS k ON k.week_start = p.week_start
WHERE p.wijkcode = $wijkcode
ORDER BY p.week_start;
