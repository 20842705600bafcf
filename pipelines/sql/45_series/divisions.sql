-- Fills dim_divisions: the wijken of every delivered division.
INSERT INTO dim_divisions SELECT division, wijkcode, wijknaam FROM divisions_to_add;
