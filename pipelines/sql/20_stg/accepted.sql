-- Adds the usable rows of one file to stg_{{ kind }}, and the others to rejected_cells or ignored_cells.
CREATE TEMP TABLE IF NOT EXISTS stg_{{ kind }} AS
SELECT 0::SMALLINT AS file_order, * EXCLUDE (ignored_reason, problems) FROM checked LIMIT 0;

INSERT INTO stg_{{ kind }}
SELECT {{ file_order }}, * EXCLUDE (ignored_reason, problems)
FROM checked
WHERE problems = '' AND ignored_reason IS NULL;

INSERT INTO rejected_cells
SELECT {{ file_order }}, row_number, parts[1], parts[2], value_class(delivered), code_for_message(delivered)
FROM (
    SELECT row_number, parts, nullif(array_to_string(parts[3:], '|'), '') AS delivered
    FROM (
        SELECT row_number, string_split(unnest(string_split(problems, chr(10))), '|') AS parts
        FROM checked
        WHERE problems <> ''
    )
);

INSERT INTO ignored_cells
SELECT {{ file_order }}, row_number, NULL, ignored_reason, NULL, NULL
FROM checked
WHERE problems = '' AND ignored_reason IS NOT NULL;
