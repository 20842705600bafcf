-- Gives the number of rows in `delivered`, reading every cell so that a broken row shows itself.
SELECT count(*) FROM delivered;
