-- Adds the usable rows of one file to stg_{{ kind }}.
CREATE TEMP TABLE IF NOT EXISTS stg_{{ kind }} AS
SELECT 0::SMALLINT AS file_order, * EXCLUDE (ignored_reason, problems) FROM checked LIMIT 0;

INSERT INTO stg_{{ kind }}
SELECT {{ file_order }}, * EXCLUDE (ignored_reason, problems)
FROM checked
WHERE problems = '' AND ignored_reason IS NULL;
