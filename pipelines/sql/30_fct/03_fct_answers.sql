-- Makes fct_answers: one row per answer. The respondent's number is not kept.
CREATE TABLE fct_answers AS
SELECT s.wave, s.fieldwork_end, s.wijkcode, s.item_id, s.answer, s.weight, f.file, s.row_number
FROM stg_surveys AS s
JOIN ref_files AS f ON f.file_order = s.file_order;
