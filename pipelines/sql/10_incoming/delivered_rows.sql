-- Makes `delivered`: the rows that were read one by one.
CREATE OR REPLACE TEMP VIEW delivered AS FROM delivered_rows;
