-- Makes fct_survey_results: results that were delivered already aggregated.
CREATE TABLE fct_survey_results AS
SELECT s.wave, s.fieldwork_end, s.wijkcode, s.item_id, s.n, s.value, s.se, f.file, s.row_number
FROM stg_survey_results AS s
JOIN ref_files AS f ON f.file_order = s.file_order;
