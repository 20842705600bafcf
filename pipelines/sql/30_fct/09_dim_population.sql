-- Makes dim_population: residents and households on 1 January, as delivered. A file of another division is converted: one row
-- per delivered row and wijk it went to, with converted_share, its share of the delivered number.
CREATE TABLE dim_population AS
SELECT
    coalesce(c.wijkcode, p.wijkcode) AS wijkcode
    , p.jaar
    , CASE WHEN c.part IS NULL THEN p.inwoners ELSE c.inwoners END AS inwoners
    , CASE WHEN c.part IS NULL THEN p.huishoudens ELSE c.huishoudens END AS huishoudens
    , f.file
    , p.row_number
    , coalesce(c.part, 1) AS part
    , c.share AS converted_share
    , coalesce(c.is_divided, false) AS is_divided
    , p.inwoners AS delivered_inwoners
    , p.wijkcode AS delivered_wijkcode
    , d.division AS delivered_division
    , distance_to_map(d.division) AS distance_to_map
    , c.needed AS wijken_needed
FROM stg_population AS p
JOIN ref_files AS f ON f.file_order = p.file_order
LEFT JOIN file_divisions AS d ON d.file_order = p.file_order
LEFT JOIN converted_population AS c ON c.file_order = p.file_order AND c.row_number = p.row_number;
