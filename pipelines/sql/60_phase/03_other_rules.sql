-- Makes phase_proposals_other_rules: what every older version of the rule proposes, for comparison.
CREATE TABLE phase_proposals_other_rules AS
SELECT w.wijkcode, k.week_start, p.phase, p.gates, since.week_start AS since_week, p.rule_version
FROM proposed_before AS p
JOIN dim_wijken AS w ON w.wijk_index = p.wijk_index
JOIN dim_weeks AS k ON k.week_index = p.week_index
JOIN dim_weeks AS since ON since.week_index = p.since_index;
