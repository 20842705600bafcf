-- Makes fct_agenda: what is coming or happened. No wijk code means the whole gemeente.
CREATE TABLE fct_agenda AS
SELECT a.date, a.until, a.wijkcode, a.kind, a.title, a.expected_impact, f.file, a.row_number
FROM stg_agenda AS a
JOIN ref_files AS f ON f.file_order = a.file_order;
