-- Adds to series_reach the wijken of one division that lie as a whole on the ground of another.
INSERT INTO series_reach SELECT division, from_division, wijkcode FROM reach_to_add;
