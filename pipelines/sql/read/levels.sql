-- Gives the leading level per criterion and channel of one wijk in one week.
SELECT *, 'ok' AS status
FROM crit_levels
WHERE wijkcode = $wijkcode AND week_start = $week_start AND is_leading
ORDER BY criterion, channel;
