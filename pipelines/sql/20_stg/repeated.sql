-- Takes older rows with the same key out of stg_{{ kind }} and lists them as ignored; the newest delivery of a row counts. A wijk
-- of one division is another wijk than one with the same code of another division.
{%- if by_division %}
CREATE OR REPLACE TEMP VIEW keyed AS
SELECT stg.rowid AS stg_row, stg.*, f.division
FROM stg_{{ kind }} AS stg
LEFT JOIN file_divisions AS f ON f.file_order = stg.file_order;
{%- else %}
CREATE OR REPLACE TEMP VIEW keyed AS SELECT rowid AS stg_row, * FROM stg_{{ kind }};
{%- endif %}

CREATE OR REPLACE TEMP TABLE repeated AS
SELECT {{ key }}, max(file_order::BIGINT * 4294967296 + row_number) AS newest
FROM keyed
WHERE hash({{ key }}) IN (
    -- hashes first: ten million keys fit in memory as numbers, not as text
    SELECT key_hash FROM (SELECT hash({{ key }}) AS key_hash FROM keyed) GROUP BY key_hash HAVING count(*) > 1
)
GROUP BY ALL
HAVING count(*) > 1;

CREATE OR REPLACE TEMP TABLE older AS
SELECT keyed.stg_row, keyed.file_order, keyed.row_number
FROM keyed
JOIN repeated ON {% for column in key_columns %}keyed.{{ column | ident }} IS NOT DISTINCT FROM repeated.{{ column | ident }} AND {% endfor %}
    keyed.file_order::BIGINT * 4294967296 + keyed.row_number < repeated.newest;

INSERT INTO ignored_cells
SELECT file_order, row_number, '{{ named_column }}', 'repeated_id', NULL, NULL FROM older;

DROP VIEW keyed;

DELETE FROM stg_{{ kind }} WHERE rowid IN (SELECT stg_row FROM older);
