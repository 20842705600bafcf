-- Makes usable: which channels have enough data in a wijk in a week to say anything. Absence here means: not usable.
CREATE OR REPLACE TEMP TABLE usable AS
SELECT DISTINCT wijk_index, week_index, 'beleefd' AS channel
FROM measured
WHERE channel = 'beleefd'

UNION ALL
-- signals: a share of the expected reports; where nobody is on the list of reporters, a number of reports
SELECT w.wijk_index, k.week_index, 'gezien'
FROM dim_wijken AS w
CROSS JOIN dim_weeks AS k
LEFT JOIN fct_coverage AS c ON c.wijkcode = w.wijkcode AND c.week_start = k.week_start
LEFT JOIN (
    SELECT wijk_index, week_index + age AS week_index, count(*) AS reports
    FROM signal_weeks, range({{ coverage_window_weeks }}) AS t (age)
    GROUP BY ALL
) AS r ON r.wijk_index = w.wijk_index AND r.week_index = k.week_index
WHERE c.coverage_pct >= {{ 100 * minimum_coverage_share }}
   OR (c.coverage_pct IS NULL AND r.reports >= {{ minimum_reports_without_roster }})

UNION
-- records: incidents with residents to divide by, or a register that has a figure for this wijk
SELECT w.wijk_index, k.week_index, 'vastgelegd'
FROM dim_wijken AS w
CROSS JOIN weeks_alive
JOIN dim_weeks AS k USING (week_index)
JOIN fct_population AS p ON p.wijkcode = w.wijkcode AND p.jaar = year(k.week_end) AND p.inwoners >= {{ minimum_residents }}

UNION
SELECT w.wijk_index, k.week_index, 'vastgelegd'
FROM (
    SELECT DISTINCT wijkcode, period_start, period_end FROM ind_registrations WHERE areas_withheld < areas
) AS r
JOIN dim_wijken AS w ON w.wijkcode = r.wijkcode
JOIN dim_weeks AS k
    ON k.week_end >= r.period_start AND k.week_start <= r.period_end + {{ 7 * source_silence_weeks }};
