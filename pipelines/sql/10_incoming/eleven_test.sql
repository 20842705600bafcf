-- Makes the check-digit test of the citizen service number (BSN): 9a + 8b + ... + 2h - i is a multiple of 11.
-- Source: Logisch Ontwerp BSN, the "elfproef".
CREATE OR REPLACE TEMP MACRO digit(number, place) AS ascii(substr(lpad(number, 9, '0'), place, 1)) - 48;
CREATE OR REPLACE TEMP MACRO passes_eleven_test(number) AS
    number::BIGINT > 0 AND (
        9 * digit(number, 1) + 8 * digit(number, 2) + 7 * digit(number, 3) + 6 * digit(number, 4) + 5 * digit(number, 5)
        + 4 * digit(number, 6) + 3 * digit(number, 7) + 2 * digit(number, 8) - digit(number, 9)
    ) % 11 = 0;
