-- Gives the counts of one file that uses another division, with the wijk as delivered.
SELECT row_number, {{ "place_wijkcode" if kind == "registrations" else "wijkcode" }} AS wijkcode, {{ columns | map("ident") | join(", ") }}
FROM stg_{{ kind }}
WHERE file_order = {{ file_order }}
ORDER BY row_number;
