-- Makes file_wijken, file_buurten and not_convertible for a file that uses the division on the map.
CREATE OR REPLACE TEMP TABLE file_wijken AS SELECT wijkcode, wijkcode AS to_code FROM ref_wijken;
CREATE OR REPLACE TEMP TABLE file_buurten AS FROM ref_buurten;
CREATE OR REPLACE TEMP TABLE not_convertible (wijkcode VARCHAR);
