-- Makes crit_levels: the level 0-3 of every measurement; `is_leading` marks the highest per criterion, channel, wijk and week.
CREATE TABLE crit_levels AS
SELECT
    w.wijkcode
    , k.week_start
    , m.criterion::VARCHAR AS criterion
    , m.channel::VARCHAR AS channel
    , m.level
    , m.corroborated_level
    , m.reporters
    , m.n
    , m.indicator_id::VARCHAR AS indicator_id
    , m.value
    , m.measured_on
    , m.is_leading
FROM measured_levels AS m
JOIN dim_wijken AS w ON w.wijk_index = m.wijk_index
JOIN dim_weeks AS k ON k.week_index = m.week_index;
