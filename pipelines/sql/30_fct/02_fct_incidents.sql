-- Makes fct_incidents: one row per incident. C10 counts only where somebody established a group dimension.
CREATE TABLE fct_incidents AS
SELECT
    i.incident_id
    , i.source
    , i.occurred_at
    , monday_of(i.occurred_at) AS week_start
    , i.place_wijkcode AS wijkcode
    , i.category
    , CASE WHEN c.needs_group_dimension AND i.group_dimension <> 'ja' THEN NULL ELSE c.criterion END AS criterion
    , i.group_dimension
    , i.severity
    , i.verified = 'ja' AS is_verified
    , f.file
    , i.row_number
FROM stg_incidents AS i
JOIN ref_files AS f ON f.file_order = i.file_order
JOIN ref_categories AS c ON c.category = i.category;
