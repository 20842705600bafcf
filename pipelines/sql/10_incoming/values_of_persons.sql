-- Gives, for each column of `suspicious`, how many values look like what may never enter.
WITH cells AS (
    UNPIVOT suspicious ON COLUMNS(*) INTO NAME column_name VALUE value
),
numbered AS (
    SELECT
        column_name
        , value
        , regexp_full_match(value, '[0-9]{8,9}') AS is_pure
        -- a citizen service number has 9 digits; a spreadsheet drops a leading zero; dots and spaces are its usual writing
        , list_concat(
            regexp_extract_all(regexp_replace(' ' || value || ' ', '[^0-9A-Za-z.,]', '  ', 'g'), '[^0-9A-Za-z.,]([0-9]{8,9})[^0-9A-Za-z.,]', 1)
            , list_transform(
                regexp_extract_all(' ' || value || ' ', '[^0-9A-Za-z.,]([0-9]{3}[. ][0-9]{3}[. ][0-9]{3}|[0-9]{4}[. ][0-9]{2}[. ][0-9]{3})[^0-9.,]', 1)
                , lambda n: replace(replace(n, '.', ''), ' ', ''))
          ) AS numbers
    FROM cells
),
counted AS (
    SELECT *, len(numbers) AS found, len(list_filter(numbers, lambda n: passes_eleven_test(n))) AS passing
    FROM numbered
)
SELECT
    column_name
    , count_if(regexp_matches(value, '[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+\.[A-Za-z]{2,}')) AS email
    , count_if(regexp_matches(value, '(^|[^0-9A-Za-z.,])((\+31|0031)[ -]?(\(0\))?[ -]?[1-9]([ -]?[0-9]){8}|0[1-9][0-9]{8}|06[ -][0-9]{8}|06([ -][0-9]{2}){4}|06[ -][0-9]{4}[ -][0-9]{4}|0[1-9][0-9][ -][0-9]{7}|0[1-9][0-9]{2}[ -][0-9]{6}|0[1-9][0-9]{1,2}[ -][0-9]{3}([ -][0-9]{2}){2})($|[^0-9A-Za-z])')
               AND NOT regexp_matches(value, '^[0-9]{2}-[0-9]{2}-[0-9]{4}')) AS phone
    , count_if(regexp_matches(value, '(?i)(^|[^a-z0-9])NL[0-9]{2} ?[A-Z]{4} ?[0-9]{4} ?[0-9]{4} ?[0-9]{2}($|[^0-9])')
               OR regexp_matches(value, '(^|[^A-Za-z0-9])[A-Z]{2}[0-9]{2}[A-Z]{4}[0-9]{7,20}($|[^A-Za-z0-9])')) AS iban
    , count_if(regexp_matches(value, '(^|[\s,;(])@[A-Za-z][A-Za-z0-9_.]{2,}') OR regexp_matches(value, '(?i)(twitter|facebook|instagram|tiktok|snapchat|linkedin)\.com/|(^|[^a-z])x\.com/')) AS account
    , count_if(regexp_matches(value, '(?i)(^|\s)(dhr\.?|mevr\.?|mevrouw|meneer|de heer) +[A-Z]')) AS name
    , sum(found) FILTER (is_pure) AS pure_numbers
    , sum(passing) FILTER (is_pure) AS pure_passing
    , sum(passing) FILTER (NOT is_pure) AS embedded_passing
FROM counted
GROUP BY column_name;
