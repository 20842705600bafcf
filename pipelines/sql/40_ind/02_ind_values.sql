-- Makes ind_values: every indicator per wijk, with its number of answers or events and the days it is about.
CREATE TABLE ind_values (
    indicator_id VARCHAR, wijkcode VARCHAR, week_start DATE, value DOUBLE, n INTEGER, unit VARCHAR
    , period_start DATE, period_end DATE, wave VARCHAR, inwoners INTEGER, is_nearest_year BOOLEAN, inwoners_estimated_pct DOUBLE, status VARCHAR
);
