-- Gives what a careful analyst would look at twice: code of the notice, kind of file, and what it is about.
WITH registers AS (
    SELECT register, period, length(period) AS period_length, sum(count) AS total, count(*) FILTER (count IS NULL) AS withheld, count(DISTINCT wijkcode) AS wijken
    FROM fct_registrations
    WHERE is_counted
    GROUP BY ALL
),
compared AS (
    SELECT *, median(total) OVER (PARTITION BY register, period_length ORDER BY period ROWS BETWEEN 12 PRECEDING AND 1 PRECEDING) AS usual
    FROM registers
)
SELECT 'month_all_zero' AS code, 'registrations' AS kind, register || ', ' || period AS detail
FROM compared
WHERE total = 0 AND withheld = 0 AND usual > 0 AND wijken > 1

UNION ALL
SELECT 'kind_always_zero', 'registrations', register || ', ' || kind
FROM (SELECT register, kind, sum(count) AS total, count(*) FILTER (count IS NULL) AS withheld, count(DISTINCT period) AS periods
      FROM fct_registrations GROUP BY ALL)
WHERE total = 0 AND withheld = 0 AND periods > 1

UNION ALL
SELECT 'two_divisions', 'registrations', string_agg(DISTINCT register, ', ' ORDER BY register)
FROM fct_registrations
WHERE NOT is_counted
HAVING count(*) > 0

UNION ALL
SELECT 'wijken_without_register', 'registrations'
     , r.register || ': ' || string_agg(w.wijknaam, ', ' ORDER BY w.wijkcode) FILTER (w.place <= 12)
       || CASE WHEN count(*) > 12 THEN ' (+' || (count(*) - 12) || ')' ELSE '' END
FROM (SELECT DISTINCT register FROM fct_registrations) AS r
JOIN (
    SELECT g.register, w.wijkcode, w.wijknaam, row_number() OVER (PARTITION BY g.register ORDER BY w.wijkcode) AS place
    FROM dim_wijken AS w
    CROSS JOIN (SELECT DISTINCT register FROM fct_registrations) AS g
    WHERE NOT EXISTS (FROM fct_registrations AS f WHERE f.register = g.register AND f.wijkcode = w.wijkcode)
) AS w ON w.register = r.register
GROUP BY r.register

UNION ALL
SELECT 'population_missing', 'population'
     , string_agg(wijknaam, ', ' ORDER BY wijkcode) FILTER (place <= 12) || CASE WHEN count(*) > 12 THEN ' (+' || (count(*) - 12) || ')' ELSE '' END
FROM (
    SELECT wijkcode, wijknaam, row_number() OVER (ORDER BY wijkcode) AS place
    FROM dim_wijken AS w
    WHERE NOT EXISTS (FROM dim_population AS p WHERE p.wijkcode = w.wijkcode)
)
HAVING count(*) > 0

UNION ALL
SELECT 'population_nearest_year', 'population', string_agg(jaar::VARCHAR, ', ' ORDER BY jaar)
FROM (SELECT jaar FROM fct_population GROUP BY jaar HAVING bool_or(is_nearest_year))
HAVING count(*) > 0

UNION ALL
-- four weeks or more in a row without any incident in the whole gemeente, between weeks that do have some
SELECT 'incidents_silent', 'incidents', strftime(week_start + 7, '%G-W%V') || ' t/m ' || strftime(next_start - 7, '%G-W%V')
FROM (SELECT week_start, lead(week_start) OVER (ORDER BY week_start) AS next_start, count(*) OVER () AS weeks
      FROM (SELECT DISTINCT week_start FROM fct_incidents))
WHERE date_diff('day', week_start, next_start) > 7 * 4 AND weeks > 12

UNION ALL
SELECT 'only_registers', 'registrations', ''
WHERE EXISTS (FROM fct_registrations)
  AND NOT EXISTS (FROM fct_signals) AND NOT EXISTS (FROM fct_answers) AND NOT EXISTS (FROM fct_survey_results)

UNION ALL
SELECT 'results_superseded', 'survey_results', string_agg(DISTINCT r.wave, ', ' ORDER BY r.wave)
FROM fct_survey_results AS r
WHERE EXISTS (FROM fct_answers AS a WHERE a.wave = r.wave AND a.wijkcode = r.wijkcode AND a.item_id = r.item_id)
HAVING count(*) > 0;
