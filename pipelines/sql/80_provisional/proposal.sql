-- Gives the proposal of one wijk in the newest week of this reckoning, and in its newest complete week.
SELECT p.*, k.iso_week, k.is_complete
FROM phase_proposals AS p
JOIN dim_weeks AS k ON k.week_start = p.week_start
WHERE p.wijkcode = $wijkcode
  AND (k.week_start = (SELECT max(week_start) FROM dim_weeks)
       OR k.week_start = (SELECT max(week_start) FROM dim_weeks WHERE is_complete))
ORDER BY p.week_start;
