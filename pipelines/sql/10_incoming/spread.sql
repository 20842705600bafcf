-- Makes `spread`: rows of the file at even distances, at most 20,000.
CREATE OR REPLACE TEMP TABLE spread AS
SELECT * FROM delivered USING SAMPLE reservoir(20000 ROWS) REPEATABLE (1);
