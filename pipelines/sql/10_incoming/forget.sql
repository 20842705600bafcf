-- Removes what was only needed while one file was read; makes sure no value of a refused file stays.
DROP VIEW IF EXISTS checked;
DROP VIEW IF EXISTS incoming;
DROP VIEW IF EXISTS delivered;
DROP TABLE IF EXISTS incoming_rows;
DROP TABLE IF EXISTS looked_at;
DROP TABLE IF EXISTS located;
