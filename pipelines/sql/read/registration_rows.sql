-- Gives the delivered rows behind one register count. Of a converted count also the wijk and division as delivered, and what was
-- delivered there.
SELECT register, period, area_code, kind, count, delivered_division, delivered_wijkcode, delivered_count, converted_share, is_divided, file, row_number
FROM fct_registrations
WHERE wijkcode = $wijkcode AND register = $register AND period = $period AND kind = $kind AND is_counted
ORDER BY area_code, file, row_number;
