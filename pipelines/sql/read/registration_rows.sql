-- Gives the delivered rows behind one register count.
SELECT register, period, area_code, kind, count, file, row_number
FROM fct_registrations
WHERE wijkcode = $wijkcode AND register = $register AND period = $period AND kind = $kind
ORDER BY area_code, file, row_number;
