-- Makes fct_registrations: counts of open registers as delivered. NULL is withheld, not zero. A file of another division is
-- converted: one row per delivered row and wijk it went to, with converted_share, its share of the delivered count.
-- is_counted: of a wijk and period that were delivered on more than one division, one counts: that of the map, else the nearest.
CREATE TABLE fct_registrations AS
SELECT
    r.register
    , r.period
    , period_first_day(r.period) AS period_start
    , period_last_day(r.period) AS period_end
    , coalesce(c.wijkcode, r.place_wijkcode) AS wijkcode
    , r.area_code
    , r.kind
    , CASE WHEN c.part IS NULL THEN r.count ELSE c.count END AS count
    , f.file
    , r.row_number
    , coalesce(c.part, 1) AS part
    , c.share AS converted_share
    , coalesce(c.is_divided, false) AS is_divided
    , r.count AS delivered_count
    , r.place_wijkcode AS delivered_wijkcode
    , d.division AS delivered_division
    , c.needed AS wijken_needed
    {%- if several_divisions %}
    , distance_to_map(d.division) = min(distance_to_map(d.division)) OVER (
        PARTITION BY r.register, r.period, r.kind, coalesce(c.wijkcode, r.place_wijkcode)
      ) AS is_counted
    {%- else %}
    , true AS is_counted
    {%- endif %}
FROM stg_registrations AS r
JOIN ref_files AS f ON f.file_order = r.file_order
LEFT JOIN file_divisions AS d ON d.file_order = r.file_order
LEFT JOIN converted_registrations AS c ON c.file_order = r.file_order AND c.row_number = r.row_number;
