-- Gives the number of checked rows that are not used.
SELECT count(*) FROM checked WHERE problems <> '' OR ignored_reason IS NOT NULL;
