-- Makes `looked_at`, in one reading of the file: the rows in which any value might hold a number, address or account of a
-- person (is_suspicious), and beside them rows spread over the whole file (is_in_spread), about {{ spread_rows }}.
CREATE OR REPLACE TEMP TABLE looked_at AS
SELECT *
FROM (
    SELECT *
        , might_be_a_person(joined) AS is_suspicious
        , hash(joined) % {{ every }} = 0 AS is_in_spread
    FROM (
        SELECT {% for column in columns %}{{ column | ident }}, {% endfor %}
            concat_ws(' ', {% for column in columns %}{{ column | ident }}{{ ", " if not loop.last }}{% endfor %}) AS joined
        FROM delivered
    )
)
WHERE is_suspicious OR is_in_spread;
