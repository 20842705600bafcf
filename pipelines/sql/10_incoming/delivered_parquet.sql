-- Makes `delivered`: the rows of one Parquet file as text.
CREATE OR REPLACE TEMP VIEW delivered AS
SELECT
    {%- for column, name in columns %}
    {{ ", " if not loop.first }}
    {%- if column in yes_or_no %}CASE {{ column | ident }} WHEN true THEN 'ja' WHEN false THEN 'nee' END{% else %}{{ column | ident }}::VARCHAR{% endif %} AS {{ name | ident }}
    {%- endfor %}
FROM read_parquet({{ path | one_file }});
