-- Makes file_buurten for a file of another division: its buurten belong to the wijk in their code, not to those on the map.
CREATE OR REPLACE TEMP TABLE file_buurten AS FROM ref_buurten LIMIT 0;
