-- Gives the counts of files that use one other division, with the wijk as delivered. Rows of one series stand in the order of
-- their periods; a year and a month are different series.
SELECT
    file_order
    , row_number
    , {{ "place_wijkcode" if kind == "registrations" else "wijkcode" }} AS wijkcode
    , {{ columns | map("ident") | join(", ") }}
    {%- if kind == "registrations" %}
    , concat_ws(chr(31), register, kind, length(period)) AS series
    {%- endif %}
FROM stg_{{ kind }}
WHERE file_order IN ({{ file_orders | join(", ") }})
ORDER BY {% if kind == "registrations" %}series, period, {% endif %}file_order, row_number;
