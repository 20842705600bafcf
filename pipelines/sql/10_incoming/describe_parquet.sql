-- Gives the columns and their types of one Parquet file.
SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM read_parquet({{ path | one_file }}));
