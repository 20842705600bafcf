-- Makes dim_population: residents and households on 1 January, as delivered.
CREATE TABLE dim_population AS
SELECT p.wijkcode, p.jaar, p.inwoners, p.huishoudens, f.file, p.row_number
FROM stg_population AS p
JOIN ref_files AS f ON f.file_order = p.file_order;
