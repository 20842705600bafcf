-- Gives the reasons of one proposal, the strongest first.
SELECT * EXCLUDE (gate), gate AS reason_id
FROM phase_reasons
WHERE wijkcode = $wijkcode AND week_start = $week_start
ORDER BY rank;
