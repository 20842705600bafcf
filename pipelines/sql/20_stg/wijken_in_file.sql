-- Gives the wijk codes that one file uses, also those in its buurt codes.
SELECT DISTINCT code
FROM (
    SELECT upper(trim(wijkcode)) AS code FROM incoming
    {%- if has_buurten %}
    UNION ALL SELECT 'WK' || substr(upper(trim(buurtcode)), 3, 6) FROM incoming WHERE upper(trim(buurtcode)) LIKE 'BU%'
    {%- endif %}
)
WHERE regexp_full_match(code, 'WK\d{4}[0-9A-Z]{2}');
