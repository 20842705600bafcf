-- Gives the parts of the log-odds of one proposal, the heaviest first.
SELECT part, criterion, channel, compared_with, weight
FROM phase_contributions
WHERE wijkcode = $wijkcode AND week_start = $week_start
ORDER BY abs(weight) DESC, part, criterion, channel;
