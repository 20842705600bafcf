-- Makes dim_reporters: which role is expected to report on which wijk, and how often.
CREATE TABLE dim_reporters AS
SELECT
    r.reporter
    , r.source_kind
    , r.wijkcode
    , r.every_weeks
    , coalesce(r."from", (SELECT min(week_start) FROM dim_weeks)) AS valid_from
    , r.until AS valid_until
    , f.file
    , r.row_number
FROM stg_reporters AS r
JOIN ref_files AS f ON f.file_order = r.file_order;
