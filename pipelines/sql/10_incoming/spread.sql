-- Makes `spread`: rows drawn evenly from the file, at most 20,000, the same ones each time.
CREATE OR REPLACE TEMP TABLE spread AS
SELECT {% for column in columns %}{{ column | ident }}{{ ", " if not loop.last }}{% endfor %}
FROM delivered
USING SAMPLE reservoir(20000 ROWS) REPEATABLE (1);
