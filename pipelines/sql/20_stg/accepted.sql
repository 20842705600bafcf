-- Adds the rows of one file to stg_{{ kind }}, for the moment with their problems. held_{{ kind }} is for rows that are in order but
-- for the place, which is known in another division than that of the map.
CREATE TEMP TABLE IF NOT EXISTS stg_{{ kind }} AS
SELECT 0::SMALLINT AS file_order, * FROM checked LIMIT 0;

CREATE TEMP TABLE IF NOT EXISTS held_{{ kind }} AS FROM stg_{{ kind }} LIMIT 0;

INSERT INTO stg_{{ kind }}
SELECT {{ file_order }}, * FROM checked;
