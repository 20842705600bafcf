-- Makes dim_weeks: every ISO week (Monday to Sunday) of the history, empty weeks included, up to the reference date.
CREATE TABLE dim_weeks AS
SELECT
    (row_number() OVER (ORDER BY week_start) - 1)::INTEGER AS week_index
    , week_start
    , week_start + 6 AS week_end
    , strftime(week_start, '%G-W%V') AS iso_week
    , week_start + 6 <= DATE '{{ as_of }}' AS is_complete
FROM (
    SELECT unnest(generate_series(monday_of(DATE '{{ history_start }}'), DATE '{{ as_of }}', INTERVAL 7 DAY))::DATE AS week_start
);
