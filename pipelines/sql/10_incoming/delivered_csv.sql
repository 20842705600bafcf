-- Makes `delivered`: the rows of one clean CSV file as text, in the order of the file.
CREATE OR REPLACE TEMP VIEW delivered AS
SELECT *
FROM read_csv(
    {{ path | one_file }}, delim = '{{ separator }}', quote = '"', escape = '"', header = true, auto_detect = false,
    columns = { {%- for column in columns %}{{ column | literal }}: 'VARCHAR'{{ ", " if not loop.last }}{% endfor -%} },
    null_padding = false, strict_mode = true, nullstr = ''
);
