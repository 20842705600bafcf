-- Makes `incoming` of a file with its questions side by side: one row per respondent (or wijk) and question, under the names
-- of the contract. The rows are numbered on: with k questions the first delivered row gives the rows {{ first_row }} up to k more.
CREATE OR REPLACE TEMP TABLE incoming_rows AS
WITH numbered AS (
    SELECT *, row_number() OVER () - 1 AS place_in_file FROM delivered
)
{%- for item in items %}
SELECT
    {%- for column in columns %}
    {{ ", " if not loop.first }}{{ item.expressions.get(column.name, column.expression) }} AS {{ column.name | ident }}
    {%- endfor %}
    , {{ left_out }} AS is_left_out
    , (place_in_file * {{ items | length }} + {{ loop.index0 + first_row }})::INTEGER AS row_number
FROM numbered
{%- if not loop.last %}
UNION ALL
{%- endif %}
{%- endfor %}
ORDER BY row_number;

CREATE OR REPLACE TEMP VIEW incoming AS FROM incoming_rows;
