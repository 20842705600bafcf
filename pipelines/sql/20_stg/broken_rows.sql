-- Adds the rows that could not be read at all to rejected_cells.
INSERT INTO rejected_cells
SELECT file_order, row_number, column_name, reason, value_class, detail FROM broken_rows;
