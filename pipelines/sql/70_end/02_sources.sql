-- Makes sources: every delivered file with its counts. Used rows are counted in the facts themselves.
CREATE TABLE sources AS
WITH used AS (
    {%- for table, day in facts %}
    SELECT file, count(*){% if table in converted %} FILTER (part = 1){% endif %} AS rows_used, min({{ day }})::DATE AS first_date, max({{ day }})::DATE AS last_date FROM {{ table }} GROUP BY file
    {%- if not loop.last %} UNION ALL{% endif %}
    {%- endfor %}
),
rejected AS (SELECT file_order, count(DISTINCT row_number) AS rows_rejected FROM rejected_cells WHERE row_number IS NOT NULL GROUP BY file_order),
set_aside AS (SELECT file_order, count(DISTINCT row_number) AS rows_ignored FROM ignored_cells GROUP BY file_order)
SELECT
    f.file
    , f.kind
    , f.sha256
    , f.size_bytes
    , f.rows_in
    , coalesce(u.rows_used, 0) AS rows_used
    , CASE WHEN f.is_refused THEN f.rows_in ELSE coalesce(r.rows_rejected, 0) END AS rows_rejected
    , coalesce(i.rows_ignored, 0) AS rows_ignored
    , u.first_date
    , u.last_date
    , f.is_refused
FROM ref_files AS f
LEFT JOIN used AS u ON u.file = f.file
LEFT JOIN rejected AS r ON r.file_order = f.file_order
LEFT JOIN set_aside AS i ON i.file_order = f.file_order
WHERE f.kind <> 'areas'
UNION ALL
SELECT file, kind, sha256, size_bytes, rows_in, rows_in - rows_rejected - rows_ignored, rows_rejected, rows_ignored, NULL, NULL, is_refused
FROM ref_files
WHERE kind = 'areas'
ORDER BY kind, file;
