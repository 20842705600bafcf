-- Makes `delivered`: the rows of one Parquet file as text.
CREATE OR REPLACE TEMP VIEW delivered AS
SELECT {% for column in columns %}{{ column | ident }}::VARCHAR AS {{ column | ident }}{{ ", " if not loop.last }}{% endfor %}
FROM read_parquet({{ path | literal }});
