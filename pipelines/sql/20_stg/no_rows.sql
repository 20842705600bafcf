-- Makes an empty `incoming`, so that every kind has its stg table even when no file of it was delivered.
CREATE OR REPLACE TEMP TABLE incoming_rows AS
SELECT {% for column in columns %}NULL::VARCHAR AS {{ column.name | ident }}, {% endfor %}NULL::INTEGER AS row_number, NULL::BOOLEAN AS is_left_out LIMIT 0;
CREATE OR REPLACE TEMP VIEW incoming AS FROM incoming_rows;
