-- Gives the proposals of one wijk, oldest first.
SELECT p.*, k.iso_week, k.is_complete, c.confirmed_phase, c.confirmed_on, c.expires_on
FROM phase_proposals AS p
JOIN dim_weeks AS k ON k.week_start = p.week_start
LEFT JOIN confirmed_phases AS c ON c.wijkcode = p.wijkcode AND c.week_start = p.week_start
WHERE p.wijkcode = $wijkcode
ORDER BY p.week_start;
