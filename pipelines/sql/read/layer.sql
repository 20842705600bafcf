-- Gives, per wijk, the highest level of one criterion or of one channel in one week.
SELECT wijkcode, max(level) AS level, arg_max(n, level) AS n, arg_max(indicator_id, level) AS indicator_id, arg_max(channel, level) AS channel
FROM crit_levels
WHERE week_start = $week_start AND (criterion = $layer OR channel = $layer)
GROUP BY wijkcode
ORDER BY wijkcode;
