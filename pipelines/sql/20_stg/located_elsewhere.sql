-- Notes where the points of one file lie in another division than that of the map.
INSERT INTO located_elsewhere
SELECT {{ file_order }}, row_number, {{ division }}, wijkcode FROM located;
