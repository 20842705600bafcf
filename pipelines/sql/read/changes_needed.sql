-- Gives the smallest changes that move one proposal of the newest complete week.
SELECT way, kind, amount, level, criterion, channel, to_phase
FROM phase_changes_needed
WHERE wijkcode = $wijkcode AND week_start = $week_start
ORDER BY way DESC, kind;
