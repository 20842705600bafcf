-- Makes the tables of series on each delivered division, empty. They stay so when there is a map of one year only.
-- number: what is known of a count; empty when nothing is. parts_withheld and wijken_missing: what is not in it, so that it is a lower
-- bound. estimated_pct: the part of a converted number that was divided over wijken. value and n: a survey figure and its answers.
CREATE TABLE dim_divisions (division SMALLINT, wijkcode VARCHAR, wijknaam VARCHAR);

CREATE TABLE series_values (
    division SMALLINT, kind VARCHAR, series VARCHAR, period VARCHAR, period_start DATE, wijkcode VARCHAR
    , number BIGINT, value DOUBLE, n INTEGER, is_converted BOOLEAN, estimated_pct DOUBLE, parts_withheld INTEGER, wijken_missing INTEGER
);

-- What is not on that division: the wijk as it was delivered (empty: a point), its number (empty: withheld) and why.
CREATE TABLE series_left_out (
    division SMALLINT, kind VARCHAR, series VARCHAR, period VARCHAR, period_start DATE, delivered_division SMALLINT, wijkcode VARCHAR
    , number BIGINT, value DOUBLE, n INTEGER, parts_withheld INTEGER, reason VARCHAR, change VARCHAR
);

-- delivered = shown + left_out, for every count. Counted from the delivered rows, not from the parts they fell into.
CREATE TABLE series_totals (
    division SMALLINT, kind VARCHAR, series VARCHAR, period VARCHAR, period_start DATE
    , delivered BIGINT, rows_withheld INTEGER, shown BIGINT, left_out BIGINT
);

-- In which months incidents were delivered, from what division, and which wijken such a delivery reaches: there nothing is zero.
CREATE TABLE series_months (period VARCHAR, period_start DATE, from_division SMALLINT, is_point BOOLEAN);
CREATE TABLE series_reach (division SMALLINT, from_division SMALLINT, wijkcode VARCHAR);
