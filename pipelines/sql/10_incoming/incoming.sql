-- Makes `incoming`: one delivered file as text under the names of the contract; columns outside the contract stay behind.
-- `row_number` is the row as a spreadsheet shows it. A file read in one go keeps its order, so rowid gives it.
CREATE OR REPLACE TEMP TABLE incoming_rows AS
SELECT
    {%- for column in columns %}
    {{ ", " if not loop.first }}{{ column.expression }} AS {{ column.name | ident }}
    {%- endfor %}
    , {{ left_out }} AS is_left_out
    {%- if has_row_numbers %}
    , row_number
    {%- endif %}
FROM delivered;

CREATE OR REPLACE TEMP VIEW incoming AS
SELECT *{% if not has_row_numbers %}, (rowid + {{ first_row }})::INTEGER AS row_number{% endif %}
FROM incoming_rows;
