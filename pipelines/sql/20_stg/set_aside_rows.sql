-- Adds the other rows of one file to rejected_cells (with each problem) or ignored_cells.
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
