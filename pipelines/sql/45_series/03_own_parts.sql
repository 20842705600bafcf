-- Adds to series_parts what was delivered on the division of {{ division }} itself: nothing is converted.
INSERT INTO series_parts
SELECT {{ division }}, row_id, wijkcode, number, 1.0, false, false, false, NULL, NULL, NULL
FROM series_delivered
WHERE division = {{ division }};
