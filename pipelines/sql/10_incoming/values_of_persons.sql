-- Gives, for each column of the suspicious rows, how many values look like what may never enter.
WITH cells AS (
    SELECT column_name, value, regexp_full_match(value, '[0-9]{8,9}') AS is_pure
    FROM (
        UNPIVOT (SELECT {% for column in columns %}{{ column | ident }}{{ ", " if not loop.last }}{% endfor %} FROM looked_at WHERE is_suspicious)
        ON COLUMNS(*) INTO NAME column_name VALUE value
    )
    -- most cells of a suspicious row are not suspicious themselves
    WHERE might_be_a_person(value)
),
-- a number of 8 or 9 digits and nothing else can only be a citizen service number; ordinary files hold many of them
pure AS (
    SELECT column_name, count(*) AS numbers, count_if(passes_eleven_test(value)) AS passing
    FROM cells
    WHERE is_pure
    GROUP BY column_name
),
numbered AS (
    SELECT
        column_name
        , value
        -- a code with such a number in it is as ordinary: 2026-00012345, Z-202600123
        , regexp_full_match(value, '[0-9A-Za-z_/#:-]+') AS is_code
        -- a citizen service number has 9 digits; a spreadsheet drops a leading zero; dots and spaces are its usual writing
        , CASE WHEN regexp_matches(value, '[0-9]{8}|[0-9]{3}[. ][0-9]{2,3}[. ][0-9]{3}') THEN list_concat(
            regexp_extract_all(regexp_replace(' ' || value || ' ', '[^0-9A-Za-z.,]', '  ', 'g'), '[^0-9A-Za-z.,]([0-9]{9})[^0-9A-Za-z.,]', 1)
            , list_transform(
                regexp_extract_all(' ' || value || ' ', '[^0-9A-Za-z.,]([0-9]{3}[. ][0-9]{3}[. ][0-9]{3}|[0-9]{4}[. ][0-9]{2}[. ][0-9]{3})[^0-9.,]', 1)
                , lambda n: replace(replace(n, '.', ''), ' ', ''))
          ) END AS numbers
    FROM cells
    WHERE NOT is_pure
),
other AS (
    SELECT
        column_name
        , count_if(regexp_matches(value, '[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+\.[A-Za-z]{2,}')) AS email
        , count_if(regexp_matches(value, '(^|[^0-9A-Za-z.,])((\+31|0031)[ .-]{0,3}(\(0\))?[ .-]{0,3}[1-9]([ .-]?[0-9]){8}|0[1-9][0-9]{8}'
                   -- mobile: 06-12345678, 06 1234 5678, 06.12.34.56.78; then (020) 123 45 67 and 0592-12 34 56
                   || '|06[ ./-]{1,3}([0-9]{8}|[0-9]{4}[ .-][0-9]{4}|[0-9]{4}([ .-][0-9]{2}){2}|[0-9]{2}([ ./-][0-9]{2}){3}|[0-9]{3}[ .-][0-9]{2}[ .-][0-9]{3}|[0-9]{2}([ .-][0-9]{3}){2}|[0-9]{3}[ .-][0-9]{3}[ .-][0-9]{2})'
                   || '|0[1-9][0-9](\)[ .-]{0,3}|[ ./-]{1,3})([0-9]{7}|[0-9]{3}[ .-][0-9]{4}|[0-9]{3}([ .-][0-9]{2}){2})'
                   || '|0[1-9][0-9]{2}(\)[ .-]{0,3}|[ ./-]{1,3})([0-9]{6}|[0-9]{3}[ .-][0-9]{3}|[0-9]{2}([ .-][0-9]{2}){2}))($|[^0-9A-Za-z])')
               AND NOT regexp_matches(value, '^[0-9]{2}-[0-9]{2}-([0-9]{4}|[0-9]{2} [0-9]{2}[.:])')) AS phone
        , count_if(regexp_matches(value, '(?i)(^|[^a-z0-9])NL[0-9]{2} ?[A-Z]{4} ?[0-9]{4} ?[0-9]{4} ?[0-9]{2}($|[^0-9])')
               OR regexp_matches(value, '(^|[^A-Za-z0-9])[A-Z]{2}[0-9]{2}[A-Z]{4}[0-9]{7,20}($|[^A-Za-z0-9])')) AS iban
        , count_if(regexp_matches(value, '(^|[\s,;(])@[A-Za-z][A-Za-z0-9_.]{2,}') OR regexp_matches(value, '(?i)(twitter|facebook|instagram|tiktok|snapchat|linkedin)\.com/|(^|[^a-z])x\.com/')) AS account
        , count_if(regexp_matches(value, '(?i)(^|\s)(dhr\.?|mevr\.?|mevrouw|meneer|de heer) +[A-Z]')) AS name
        , coalesce(sum(len(numbers)) FILTER (is_code), 0) AS code_numbers
        , coalesce(sum(passing) FILTER (is_code), 0) AS code_passing
        , coalesce(sum(passing) FILTER (NOT is_code), 0) + count_if(regexp_matches(value, '(?i)(bsn|sofi)[^0-9A-Za-z]{0,3}[0-9]{8,9}')) AS text_passing
    FROM (SELECT *, len(list_filter(numbers, lambda n: passes_eleven_test(n))) AS passing FROM numbered)
    GROUP BY column_name
)
SELECT
    column_name, email, phone, iban, account, name
    , coalesce(code_numbers, 0) + coalesce(numbers, 0)
    , coalesce(code_passing, 0) + coalesce(passing, 0)
    , text_passing
FROM other
FULL JOIN pure USING (column_name);
