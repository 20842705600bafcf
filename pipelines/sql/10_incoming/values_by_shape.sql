-- Gives, for each of these columns, how many values of the spread rows have the shape of something that may never enter.
WITH cells AS (
    UNPIVOT (SELECT {% for column in columns %}{{ column | ident }}{{ ", " if not loop.last }}{% endfor %} FROM looked_at WHERE is_in_spread)
    ON COLUMNS(*) INTO NAME column_name VALUE value
)
SELECT
    column_name
    , count(value) AS filled
    , count_if(lower(value) IN ({{ origin_values | map("literal") | join(", ") }})) AS origin
    , count_if(lower(value) IN ({{ sensitive_values | map("literal") | join(", ") }})) AS sensitive
    , count_if(regexp_matches(value, '(?i)^[A-Za-zÀ-ÿ .''-]{2,40}(straat|laan|weg|plein|gracht|kade|singel|hof|dreef|pad|dijk|steeg) +[0-9]{1,4} ?[a-z]?($|[ ,])')) AS address
    , count_if(regexp_full_match(value, '[1-9][0-9]{3} ?[A-Z]{2}[ ,-]+[0-9]{1,4}[A-Za-z]?')) AS postcode
    , count_if(coalesce(try_cast(value AS DATE), try_strptime(value, ['%d-%m-%Y', '%d/%m/%Y', '%Y%m%d'])::DATE) < DATE '2000-01-01') AS birth_date
FROM cells
GROUP BY column_name;
