-- Gives every reason that was used, with the column and the code it names.
SELECT DISTINCT reason, column_name, detail FROM (FROM rejected_cells UNION ALL FROM ignored_cells) ORDER BY ALL;
