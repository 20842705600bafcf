-- Gives how many values of one column, of the rows spread over the file, are hexadecimal: of such codes some are digits by chance.
SELECT count_if(regexp_full_match(value, '[0-9A-Fa-f]{6,}') AND regexp_matches(value, '[A-Fa-f]'))
FROM (SELECT {{ column | ident }} AS value FROM looked_at WHERE is_in_spread);
