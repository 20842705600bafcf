-- Gives the number of rows of one file that are not usable.
SELECT count(*) FROM stg_{{ kind }} WHERE file_order = {{ file_order }} AND (problems <> '' OR ignored_reason IS NOT NULL);
