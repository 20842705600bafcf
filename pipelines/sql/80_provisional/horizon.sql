-- Gives the reference date of the published build, its first day, and the first and newest day of the logbook's signals.
SELECT
    (SELECT value::DATE FROM published.meta WHERE key = 'as_of')
    , (SELECT min(week_start) FROM published.dim_weeks)
    , min(observed_on)
    , max(observed_on)
FROM stg_signals;
