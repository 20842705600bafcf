-- Gives the proposals for the command line: one week, or every week when none is named.
SELECT
    p.wijkcode
    , w.wijknaam
    , k.iso_week AS week
    , CASE WHEN k.is_complete THEN 'true' ELSE 'false' END AS complete
    , p.phase AS proposed_phase
    , round(p.p_rust, 6) AS p_rust
    , round(p.p_ongemak, 6) AS p_ongemak
    , round(p.p_spanning, 6) AS p_spanning
    , round(p.p_incidenten, 6) AS p_incidenten
    , p.certainty
    , p.direction
    , round(p.coverage_pct, 1) AS coverage_pct
    , c.confirmed_phase
    , p.rule_version
FROM phase_proposals AS p
JOIN dim_wijken AS w ON w.wijkcode = p.wijkcode
JOIN dim_weeks AS k ON k.week_start = p.week_start
LEFT JOIN confirmed_phases AS c ON c.wijkcode = p.wijkcode AND c.week_start = p.week_start
WHERE $week_start IS NULL OR p.week_start = $week_start
ORDER BY p.week_start, w.wijk_index;
