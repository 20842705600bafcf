-- Makes phase_reasons: up to three reasons per proposal, with the measurement behind each.
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
    , coalesce(c.indicator_id, CASE WHEN r.kind = 'level' AND r.channel = 'gezien' THEN {{ signal_indicator | literal }} END) AS indicator_id
    , c.value
    , c.n
    , c.measured_on
    , c.reporters
FROM reasons_given AS r
JOIN dim_wijken AS w ON w.wijk_index = r.wijk_index
JOIN dim_weeks AS k ON k.week_index = r.week_index
LEFT JOIN measured_levels AS c
    ON r.kind = 'level' AND c.wijk_index = r.wijk_index AND c.week_index = r.week_index
    AND c.criterion = r.criterion AND c.channel = r.channel AND c.is_leading;
