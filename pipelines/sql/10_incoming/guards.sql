-- Makes the macros of the privacy guards.

-- One cheap look: whether a text might hold a number, address or account of a person. Lets through more than it should, never less.
CREATE OR REPLACE TEMP MACRO might_be_a_person(delivered) AS regexp_matches(
    delivered,
    '@|[0-9]{8}|[0-9]{3}[. ][0-9]{2,3}[. ][0-9]{3}|(^|[^0-9-])\(?0[1-9][0-9]{0,2}(\)[ ./-]{0,3}|[ ./-]{1,3})[0-9]{2,7}|\+31|0031|[A-Za-z]{2}[0-9]{2} ?[A-Za-z]{4}|\.com/|(?i:dhr|mevr|meneer|de heer )'
);

-- The check-digit test of the citizen service number (BSN): 9a + 8b + ... + 2h - i is a multiple of 11.
-- Source: Logisch Ontwerp BSN, the "elfproef".
CREATE OR REPLACE TEMP MACRO weighted_digits(n) AS
    9 * (n // 100000000 % 10) + 8 * (n // 10000000 % 10) + 7 * (n // 1000000 % 10) + 6 * (n // 100000 % 10) + 5 * (n // 10000 % 10)
    + 4 * (n // 1000 % 10) + 3 * (n // 100 % 10) + 2 * (n // 10 % 10) - n % 10;

CREATE OR REPLACE TEMP MACRO passes_eleven_test(number) AS
    number::BIGINT > 0 AND weighted_digits(number::BIGINT) % 11 = 0;
