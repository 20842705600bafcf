-- Makes the lists of what is set aside, filled file by file: wrong (rejected) or in order but not used (ignored).
CREATE OR REPLACE TEMP TABLE rejected_cells (
    file_order SMALLINT, row_number INTEGER, column_name VARCHAR, reason VARCHAR, value_class VARCHAR, detail VARCHAR
);
CREATE OR REPLACE TEMP TABLE ignored_cells (
    file_order SMALLINT, row_number INTEGER, column_name VARCHAR, reason VARCHAR, value_class VARCHAR, detail VARCHAR
);
