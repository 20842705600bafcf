-- Makes phase_proposals: one proposal per wijk and week. Probabilities and certainty stay empty under a rule without them.
CREATE TABLE phase_proposals AS
SELECT
    w.wijkcode
    , k.week_start
    , p.phase
    , NULL::DOUBLE AS p_rust
    , NULL::DOUBLE AS p_ongemak
    , NULL::DOUBLE AS p_spanning
    , NULL::DOUBLE AS p_incidenten
    , NULL::VARCHAR AS certainty
    , 'onbekend' AS direction
    , c.coverage_pct
    , p.channels_usable
    , p.gates
    , since.week_start AS since_week
    , p.rule_version
FROM proposed AS p
JOIN dim_wijken AS w ON w.wijk_index = p.wijk_index
JOIN dim_weeks AS k ON k.week_index = p.week_index
JOIN dim_weeks AS since ON since.week_index = p.since_index
LEFT JOIN fct_coverage AS c ON c.wijkcode = w.wijkcode AND c.week_start = k.week_start;
