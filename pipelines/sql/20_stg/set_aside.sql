-- Makes the lists of what is set aside, filled file by file: wrong (rejected) or in order but not used (ignored). And what is
-- known of files and places of other divisions than that of the map: the division of a file, the wijk as it was delivered, and
-- the wijk of a point in each other division (empty: outside that map).
CREATE OR REPLACE TEMP TABLE rejected_cells (
    file_order SMALLINT, row_number INTEGER, column_name VARCHAR, reason VARCHAR, value_class VARCHAR, detail VARCHAR
);
CREATE OR REPLACE TEMP TABLE ignored_cells (
    file_order SMALLINT, row_number INTEGER, column_name VARCHAR, reason VARCHAR, value_class VARCHAR, detail VARCHAR
);
CREATE OR REPLACE TEMP TABLE file_divisions (file_order SMALLINT, division SMALLINT);
CREATE OR REPLACE TEMP TABLE delivered_places (kind VARCHAR, file_order SMALLINT, row_number INTEGER, wijkcode VARCHAR);
CREATE OR REPLACE TEMP TABLE located_elsewhere (file_order SMALLINT, row_number INTEGER, division SMALLINT, wijkcode VARCHAR);
