-- Makes measured: every usable measurement per wijk, week, criterion and channel, still without a level.
CREATE OR REPLACE TEMP TABLE measured (
    wijk_index INTEGER, week_index INTEGER, criterion VARCHAR, channel VARCHAR, indicator_id VARCHAR
    , value DOUBLE, n INTEGER, reporters INTEGER, corroborated_level INTEGER, measured_on DATE
);
