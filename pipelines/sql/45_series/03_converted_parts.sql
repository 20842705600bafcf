-- Adds to series_parts what was converted to the division of {{ division }} or could not be.
INSERT INTO series_parts
SELECT {{ division }}, row_id, to_wijkcode, number, share, is_divided, is_incomplete, is_lost, needed, reason, change FROM parts_to_add;
