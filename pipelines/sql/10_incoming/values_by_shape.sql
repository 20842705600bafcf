-- Gives, for each column, how many values of a spread of at most 20,000 rows have the shape of something that may never enter.
WITH cells AS (
    UNPIVOT spread ON COLUMNS(*) INTO NAME column_name VALUE value
)
SELECT
    column_name
    , count(value) AS filled
    , count_if(lower(value) IN ({{ origin_values | map("literal") | join(", ") }})) AS origin
    , count_if(regexp_matches(value, '(?i)^[A-Za-zÀ-ÿ .''-]{2,40}(straat|laan|weg|plein|gracht|kade|singel|hof|dreef|pad|dijk|steeg) +[0-9]{1,4} ?[a-z]?($|[ ,])')) AS address
    , count_if(regexp_full_match(value, '[1-9][0-9]{3} ?[A-Z]{2}[ ,-]+[0-9]{1,4}[A-Za-z]?')) AS postcode
    , count_if(coalesce(try_cast(value AS DATE), try_strptime(value, ['%d-%m-%Y', '%d/%m/%Y', '%Y%m%d'])::DATE) < DATE '2000-01-01') AS birth_date
    , count_if(regexp_full_match(value, '([A-Z]\.? ?){1,4}((van|de|der|den|ter|ten|te) )*[A-Z][a-zà-ÿ]{2,}(-[A-Z][a-zà-ÿ]+)?')
               OR regexp_full_match(value, '[A-Z][a-zà-ÿ]+( (van|de|der|den|ter|ten|te|el|al))* [A-Z][a-zà-ÿ]{2,}(-[A-Z][a-zà-ÿ]+)?')) AS name_shape
    , count_if(regexp_matches(lower(value), {{ role_words | join("|") | literal }})) AS role
FROM cells
GROUP BY column_name;
