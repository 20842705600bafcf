-- Gives the leading level per wijk, criterion and channel in one week.
SELECT wijkcode, criterion, channel, level
FROM crit_levels
WHERE week_start = $week_start AND is_leading
ORDER BY wijkcode, criterion, channel;
