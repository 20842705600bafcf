-- Notes the division of one file that uses another one than the map, and the wijk of each of its rows as it was delivered: its
-- code, or else the code in that of its buurt.
INSERT INTO file_divisions VALUES ({{ file_order }}, {{ division }});

INSERT INTO delivered_places
SELECT
    {{ kind | literal }}
    , {{ file_order }}
    , row_number
    , upper(coalesce(as_text(wijkcode){% if has_buurten %}, 'WK' || substr(as_text(buurtcode), 3, 6){% endif %}))
FROM incoming
WHERE as_text(wijkcode) IS NOT NULL{% if has_buurten %} OR as_text(buurtcode) IS NOT NULL{% endif %};
