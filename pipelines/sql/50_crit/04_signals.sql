-- Adds signals to measured: the mean level of the weeks in the window, newer weeks counting for more (half-life in weeks).
-- "Nothing to report" counts as level 0 for each criterion that somebody else did name. A level is corroborated when two
-- reporters gave it or a higher one, or when one was confirmed.
CREATE OR REPLACE TEMP TABLE signal_weeks AS
SELECT w.wijk_index, k.week_index, s.criterion, s.level, s.reporter, s.is_confirmed, s.nothing_to_report, s.observed_on
FROM fct_signals AS s
JOIN dim_wijken AS w ON w.wijkcode = s.wijkcode
JOIN dim_weeks AS k ON k.week_start = s.week_start;

INSERT INTO measured
WITH in_window AS (
    SELECT s.*, s.week_index + age AS at_week, pow(0.5, age / {{ half_life_weeks }}) AS weight
    FROM signal_weeks AS s, range({{ window_weeks }}) AS t (age)
    WHERE s.week_index + age <= (SELECT max(week_index) FROM dim_weeks)
),
calm AS (
    SELECT wijk_index, at_week, sum(weight) AS weight, count(*) AS reports
    FROM in_window
    WHERE nothing_to_report
    GROUP BY ALL
),
per_reporter AS (
    SELECT
        wijk_index
        , at_week
        , criterion
        , reporter
        , sum(weight * level) AS weighted_levels
        , sum(weight) AS weight
        , count(*) AS signals
        , max(observed_on) AS newest
        , max(level) AS highest
        , max(level) FILTER (is_confirmed) AS highest_confirmed
    FROM in_window
    WHERE criterion IS NOT NULL
    GROUP BY ALL
),
named AS (
    SELECT
        wijk_index
        , at_week
        , criterion
        , sum(weighted_levels) AS weighted_levels
        , sum(weight) AS weight
        , sum(signals) AS signals
        , count(*) AS reporters
        , max(newest) AS newest
        -- the level that two reporters reached is the second highest of theirs
        , greatest(coalesce(max(highest, 2)[2], -1), coalesce(max(highest_confirmed), -1)) AS corroborated_level
    FROM per_reporter
    GROUP BY ALL
)
SELECT
    n.wijk_index, n.at_week, n.criterion, 'gezien', '{{ indicator_id }}'
    -- rounded, because the order of adding up differs from run to run in the last digits
    , round(n.weighted_levels / (n.weight + coalesce(c.weight, 0)), 9)
    , (n.signals + coalesce(c.reports, 0))::INTEGER, n.reporters::INTEGER, n.corroborated_level, n.newest
FROM named AS n
LEFT JOIN calm AS c ON c.wijk_index = n.wijk_index AND c.at_week = n.at_week;
