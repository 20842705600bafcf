-- Takes older rows with the same key out of stg_{{ kind }} and lists them as ignored; the newest delivery of a row counts.
CREATE OR REPLACE TEMP TABLE repeated AS
SELECT {{ key }}, max(file_order::BIGINT * 4294967296 + row_number) AS newest
FROM stg_{{ kind }}
WHERE hash({{ key }}) IN (
    -- hashes first: ten million keys fit in memory as numbers, not as text
    SELECT key_hash FROM (SELECT hash({{ key }}) AS key_hash FROM stg_{{ kind }}) GROUP BY key_hash HAVING count(*) > 1
)
GROUP BY ALL
HAVING count(*) > 1;

CREATE OR REPLACE TEMP TABLE older AS
SELECT stg.rowid AS stg_row, stg.file_order, stg.row_number
FROM stg_{{ kind }} AS stg
JOIN repeated ON {% for column in key_columns %}stg.{{ column | ident }} IS NOT DISTINCT FROM repeated.{{ column | ident }} AND {% endfor %}
    stg.file_order::BIGINT * 4294967296 + stg.row_number < repeated.newest;

INSERT INTO ignored_cells
SELECT file_order, row_number, '{{ key_columns[-1] }}', 'repeated_id', NULL, NULL FROM older;

DELETE FROM stg_{{ kind }} WHERE rowid IN (SELECT stg_row FROM older);
