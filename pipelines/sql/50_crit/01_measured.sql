-- Makes measured: every usable measurement per wijk, week, criterion and channel, still without a level. The three names are
-- ENUMs in the order of the rule's arrays: there are millions of rows, and codes are many times faster than texts.
CREATE OR REPLACE TEMP TABLE measured (
    wijk_index INTEGER
    , week_index INTEGER
    , criterion ENUM ({{ criteria | map("literal") | join(", ") }})
    , channel ENUM ({{ channels | map("literal") | join(", ") }})
    , indicator_id ENUM ({{ indicator_ids | map("literal") | join(", ") }})
    , value DOUBLE
    , n INTEGER
    , reporters INTEGER
    , corroborated_level INTEGER
    , measured_on DATE
);
