-- Gives every reason that was used, with the column and the code it names; area files have reasons of their own.
SELECT DISTINCT c.reason, c.column_name, c.detail, f.kind = 'areas' AS is_about_areas
FROM (FROM rejected_cells UNION ALL FROM ignored_cells) AS c
JOIN ref_files AS f ON f.file_order = c.file_order
ORDER BY ALL;
