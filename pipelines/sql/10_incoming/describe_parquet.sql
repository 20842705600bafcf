-- Gives the columns of one Parquet file.
SELECT column_name FROM (DESCRIBE SELECT * FROM read_parquet({{ path | literal }}));
