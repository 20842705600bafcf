-- Makes fct_signals: one row per observation of a professional, "nothing to report" included.
CREATE TABLE fct_signals AS
SELECT
    s.signal_id
    , s.observed_on
    , monday_of(s.observed_on) AS week_start
    , s.wijkcode
    , s.criterion
    , s.level
    , s.reporter
    , s.source_kind
    , s.confirmed = 'ja' AS is_confirmed
    , s.scheidslijn
    , s.nothing_to_report = 'ja' AS nothing_to_report
    , f.file
    , s.row_number
FROM stg_signals AS s
JOIN ref_files AS f ON f.file_order = s.file_order;
