-- Gives the divisions on which series were delivered.
SELECT DISTINCT division FROM series_delivered ORDER BY division;
