-- Gives how often the current rule and each rule before it propose each pair of phases, over the whole history.
SELECT o.rule_version AS other_version, o.phase AS other_phase, p.phase, count(*)::INTEGER AS weeks
FROM phase_proposals_other_rules AS o
JOIN phase_proposals AS p ON p.wijkcode = o.wijkcode AND p.week_start = o.week_start
GROUP BY ALL
ORDER BY ALL;
