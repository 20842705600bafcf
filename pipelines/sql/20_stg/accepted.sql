-- Adds the rows of one file to stg_{{ kind }}, for the moment with their problems.
CREATE TEMP TABLE IF NOT EXISTS stg_{{ kind }} AS
SELECT 0::SMALLINT AS file_order, * FROM checked LIMIT 0;

INSERT INTO stg_{{ kind }}
SELECT {{ file_order }}, * FROM checked;
