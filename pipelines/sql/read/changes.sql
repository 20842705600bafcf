-- Gives the wijken of which the proposal differs from the week before.
SELECT now.wijkcode, w.wijknaam, before.phase AS previous_phase, now.phase
FROM phase_proposals AS now
JOIN phase_proposals AS before ON before.wijkcode = now.wijkcode AND before.week_start = now.week_start - 7
JOIN dim_wijken AS w ON w.wijkcode = now.wijkcode
WHERE now.week_start = $week_start AND now.phase <> before.phase
ORDER BY w.wijk_index;
