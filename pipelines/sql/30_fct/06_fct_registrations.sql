-- Makes fct_registrations: counts of open registers as delivered. NULL is withheld, not zero.
CREATE TABLE fct_registrations AS
SELECT
    r.register
    , r.period
    , period_first_day(r.period) AS period_start
    , period_last_day(r.period) AS period_end
    , r.place_wijkcode AS wijkcode
    , r.area_code
    , r.kind
    , r.count
    , f.file
    , r.row_number
FROM stg_registrations AS r
JOIN ref_files AS f ON f.file_order = r.file_order;
