-- Gives the first rows of one kind as they would be used, in the order of the file.
SELECT * EXCLUDE (file_order, ignored_reason, problems) FROM stg_{{ kind }} ORDER BY row_number LIMIT {{ rows }};
