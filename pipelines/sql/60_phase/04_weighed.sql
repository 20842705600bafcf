-- Makes phase_contributions, phase_changes_needed and phase_robustness.
-- weight: what a part adds to the log-odds of the proposed phase against compared_with; the parts of a week add up to it.
CREATE TABLE phase_contributions AS
SELECT w.wijkcode, k.week_start, g.part, g.criterion, g.channel, g.compared_with, g.weight
FROM contributions_given AS g
JOIN dim_wijken AS w ON w.wijk_index = g.wijk_index
JOIN dim_weeks AS k ON k.week_index = g.week_index;

CREATE TABLE phase_changes_needed AS
SELECT w.wijkcode, k.week_start, g.way, g.kind, g.amount::INTEGER AS amount, nullif(g.level, -1)::INTEGER AS level
     , CASE g.kind WHEN 'severe_incident' THEN 'C10' WHEN 'reports' THEN 'C7' END AS criterion, g.channel, g.to_phase
FROM changes_given AS g
JOIN dim_wijken AS w ON w.wijk_index = g.wijk_index
JOIN dim_weeks AS k ON k.week_index = g.week_index;

CREATE TABLE phase_robustness AS
SELECT w.wijkcode, k.week_start, g.share_same
FROM robustness_given AS g
JOIN dim_wijken AS w ON w.wijk_index = g.wijk_index
JOIN dim_weeks AS k ON k.week_index = g.week_index;
