-- Gives the proposals of one week under the current rule and under the rules before it.
SELECT w.wijkcode, w.wijknaam, o.rule_version AS other_version, o.phase AS other_phase, p.rule_version, p.phase, p.certainty
FROM phase_proposals_other_rules AS o
JOIN phase_proposals AS p ON p.wijkcode = o.wijkcode AND p.week_start = o.week_start
JOIN dim_wijken AS w ON w.wijkcode = o.wijkcode
WHERE o.week_start = $week_start
ORDER BY w.wijk_index, o.rule_version;
