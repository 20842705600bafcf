-- Makes the reading rules for delivered text: one macro per type of the contract. NULL means "not readable as that type".
-- Trimming is dear and seldom needed, so only where there is something to trim.
CREATE OR REPLACE TEMP MACRO as_text(delivered) AS
    CASE WHEN delivered LIKE ' %' OR delivered LIKE '% ' THEN nullif(trim(delivered), '') ELSE nullif(delivered, '') END;

-- 12,5 and 12.5 are the same number; 1.234,5 is not a number of the contract.
CREATE OR REPLACE TEMP MACRO as_number(delivered) AS
    CASE WHEN isfinite(try_cast(replace(delivered, ',', '.') AS DOUBLE))
         THEN try_cast(replace(delivered, ',', '.') AS DOUBLE) END;

CREATE OR REPLACE TEMP MACRO as_whole(number) AS
    CASE WHEN number = floor(number) AND abs(number) <= 2000000000 THEN number::INTEGER END;

-- ISO dates only: 2026-11-20, with or without a time, with or without an offset from UTC.
CREATE OR REPLACE TEMP MACRO looks_like_iso_date(delivered) AS
    length(delivered) BETWEEN 10 AND 35 AND substr(delivered, 5, 1) = '-' AND substr(delivered, 8, 1) = '-';

CREATE OR REPLACE TEMP MACRO as_moment(delivered) AS
    CASE WHEN NOT looks_like_iso_date(delivered) THEN NULL
         WHEN length(delivered) IN (10, 16, 19) THEN try_cast(delivered AS TIMESTAMP)  -- too short for an offset
         WHEN length(delivered) >= 17 AND regexp_matches(delivered, '(Z|[+-]\d{2}(:?\d{2})?)$')
         THEN timezone('Europe/Amsterdam', try_cast(delivered AS TIMESTAMPTZ))
         ELSE try_cast(delivered AS TIMESTAMP) END;

CREATE OR REPLACE TEMP MACRO as_day(delivered) AS as_moment(delivered)::DATE;

-- A period is a month (2026-05) or a year (2025); its first and its last day.
CREATE OR REPLACE TEMP MACRO period_first_day(delivered) AS
    CASE WHEN regexp_full_match(delivered, '\d{4}') THEN try_cast(delivered || '-01-01' AS DATE)
         WHEN regexp_full_match(delivered, '\d{4}-\d{2}') THEN try_cast(delivered || '-01' AS DATE) END;

CREATE OR REPLACE TEMP MACRO period_last_day(delivered) AS
    CASE WHEN regexp_full_match(delivered, '\d{4}') THEN try_cast(delivered || '-12-31' AS DATE)
         WHEN regexp_full_match(delivered, '\d{4}-\d{2}') THEN last_day(try_cast(delivered || '-01' AS DATE)) END;

-- What sort of value a rejected cell held. The value itself is never kept.
CREATE OR REPLACE TEMP MACRO value_class(delivered) AS
    CASE WHEN delivered IS NULL THEN 'empty'
         WHEN as_number(delivered) IS NOT NULL THEN 'number'
         WHEN as_day(delivered) IS NOT NULL THEN 'date'
         ELSE 'text' END;

-- An unknown code may be named in a message when it is short and made of ordinary letters and digits.
CREATE OR REPLACE TEMP MACRO code_for_message(delivered) AS
    CASE WHEN regexp_full_match(delivered, '[\p{L}\p{N} .,&/()_-]{1,60}') THEN delivered ELSE '' END;

-- One problem of one row as text; taken apart again in 20_stg/accepted. Kept small: macros are written out where they stand.
CREATE OR REPLACE TEMP MACRO problem(column_name, reason, delivered) AS
    column_name || '|' || reason || '|' || coalesce(replace(delivered, chr(10), ' '), '');

-- How far the division of a file is from that of the map: 0 for a file on the map, which has no division of its own here; of two
-- equally far the earlier comes first.
CREATE OR REPLACE TEMP MACRO distance_to_map(division) AS
    CASE WHEN division IS NULL THEN 0
         ELSE 2 * abs(division - (SELECT any_value(jaar) FROM dim_wijken)) + (division > (SELECT any_value(jaar) FROM dim_wijken))::INTEGER END;

CREATE OR REPLACE TEMP MACRO monday_of(moment) AS date_trunc('week', moment)::DATE;
