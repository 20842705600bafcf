-- Gives what may never be in a build, each with a count: there may be none.
SELECT what, times FROM (
    SELECT 'level outside 0-3' AS what, count(*) AS times FROM crit_levels WHERE level NOT BETWEEN 0 AND 3 OR level IS NULL
    UNION ALL
    SELECT 'wijk and week without a proposal', (SELECT count(*) FROM dim_wijken) * (SELECT count(*) FROM dim_weeks) - count(*) FROM phase_proposals
    UNION ALL
    SELECT 'wijk and week with two proposals', count(*) - count(DISTINCT (wijkcode, week_start)) FROM phase_proposals
    UNION ALL
    SELECT 'figure below zero', count(*) FROM ind_values WHERE value < 0
    UNION ALL
    SELECT 'proposal without a reason', count(*) FROM phase_proposals AS p
    WHERE NOT EXISTS (FROM phase_reasons AS r WHERE r.wijkcode = p.wijkcode AND r.week_start = p.week_start)
) WHERE times <> 0;
