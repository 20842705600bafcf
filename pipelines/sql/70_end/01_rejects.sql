-- Makes rejects and ignored: what was set aside, with its place, its reason and what to do, in both languages.
-- A whole file that was refused has no row number.
{%- macro listed(cells) %}
SELECT
    f.kind
    , f.file
    , c.row_number
    , c.column_name
    , c.value_class
    , c.reason
    , c.detail
    , m.message_nl
    , m.message_en
FROM {{ cells }} AS c
JOIN ref_files AS f ON f.file_order = c.file_order
LEFT JOIN ref_messages AS m
    ON m.is_about_areas = (f.kind = 'areas')
    AND m.reason = c.reason AND m.column_name IS NOT DISTINCT FROM c.column_name AND m.detail IS NOT DISTINCT FROM c.detail
ORDER BY f.file_order, c.row_number NULLS FIRST, c.column_name, c.reason
{%- endmacro %}
CREATE TABLE rejects AS {{ listed("rejected_cells") }};

CREATE TABLE ignored AS {{ listed("ignored_cells") }};
