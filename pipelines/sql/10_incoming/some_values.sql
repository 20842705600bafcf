-- Gives, for each of these columns, some different values of the spread rows that are more than a number: a list per column.
SELECT column_name, list(value ORDER BY value_hash)
FROM (
    SELECT column_name, value, hash(value) AS value_hash
    FROM (
        SELECT DISTINCT column_name, value
        FROM (
            UNPIVOT (SELECT {% for column in columns %}{{ column | ident }}{{ ", " if not loop.last }}{% endfor %} FROM looked_at WHERE is_in_spread)
            ON COLUMNS(*) INTO NAME column_name VALUE value
        )
        WHERE regexp_matches(value, '\p{L}|[0-9][^0-9]+[0-9]')
    )
    QUALIFY row_number() OVER (PARTITION BY column_name ORDER BY hash(value)) <= {{ values }}
)
GROUP BY column_name
ORDER BY column_name;
