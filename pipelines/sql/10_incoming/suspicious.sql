-- Makes `suspicious`: the delivered rows in which any value might hold a number, address or account of a person.
-- One cheap look at the joined row first; only what it finds is looked at column by column.
CREATE OR REPLACE TEMP TABLE suspicious AS
SELECT {% for column in columns %}{{ column | ident }}{{ ", " if not loop.last }}{% endfor %}
FROM delivered
WHERE regexp_matches(
    concat_ws(' ', {% for column in columns %}{{ column | ident }}{{ ", " if not loop.last }}{% endfor %}),
    '@|[0-9]{8}|[0-9]{3}[. ][0-9]{2,3}[. ][0-9]{3}|(^|[^0-9-])0[1-9][0-9]{0,2}[ -][0-9]{2,7}|\+31|[A-Za-z]{2}[0-9]{2} ?[A-Za-z]{4}|\.com/|(?i:dhr\.|mevr\.|mevrouw |meneer )'
);
