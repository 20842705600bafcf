-- Gives the delivered offer, each row once, with its wijken as a list (none: the whole gemeente), file and row.
SELECT title, kind, wijken, target_group, valid_from, valid_until, file, row_number
FROM fct_offer
ORDER BY title, kind, valid_from, file, row_number;
