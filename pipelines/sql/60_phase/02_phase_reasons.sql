-- Makes phase_reasons: up to three reasons per proposal, with the measurement behind each. weight: what the reason adds to
-- the log-odds of the phase, under a rule that weighs evidence. Records count from the first report on, also where there
-- are too few for a level; their rate is then shown.
CREATE TABLE phase_reasons AS
SELECT
    w.wijkcode
    , k.week_start
    , r.rank
    , r.kind
    , r.criterion
    , r.channel
    , r.gate
    , r.level
    , r.strength
    , r.weight
    , coalesce(c.indicator_id, v.indicator_id, CASE WHEN r.kind = 'level' AND r.channel = 'gezien' THEN {{ signal_indicator | literal }} END) AS indicator_id
    , coalesce(c.value, v.value) AS value
    , coalesce(c.n, v.n) AS n
    , coalesce(c.measured_on, v.period_end) AS measured_on
    , c.reporters
FROM reasons_given AS r
JOIN dim_wijken AS w ON w.wijk_index = r.wijk_index
JOIN dim_weeks AS k ON k.week_index = r.week_index
LEFT JOIN measured_levels AS c
    ON r.kind IN ('level', 'fits') AND c.wijk_index = r.wijk_index AND c.week_index = r.week_index
    AND c.criterion = r.criterion AND c.channel = r.channel AND c.is_leading
LEFT JOIN count_indicators AS i ON r.kind IN ('level', 'fits') AND r.channel = 'vastgelegd' AND i.criterion = r.criterion
LEFT JOIN ind_values AS v ON v.indicator_id = i.indicator_id AND v.wijkcode = w.wijkcode AND v.week_start = k.week_start;
