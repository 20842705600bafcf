-- Gives how wijken of other divisions, as far as files used them, went over into those on the map.
FROM crosswalk ORDER BY from_year, from_code, to_code;
