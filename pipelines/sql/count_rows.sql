-- Gives the number of rows of one relation.
SELECT count(*) FROM {{ relation | ident }};
