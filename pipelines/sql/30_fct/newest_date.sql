-- Gives the first and the newest date that the delivered observations are about (agenda and population do not count).
SELECT min(day), max(day) FROM (
    SELECT min(occurred_at)::DATE AS day FROM stg_incidents UNION ALL SELECT max(occurred_at)::DATE FROM stg_incidents
    UNION ALL SELECT min(observed_on) FROM stg_signals UNION ALL SELECT max(observed_on) FROM stg_signals
    UNION ALL SELECT min(fieldwork_end) FROM stg_surveys UNION ALL SELECT max(fieldwork_end) FROM stg_surveys
    UNION ALL SELECT min(fieldwork_end) FROM stg_survey_results UNION ALL SELECT max(fieldwork_end) FROM stg_survey_results
    UNION ALL SELECT min(period_first_day(period)) FROM stg_registrations
    -- a period that is not over yet counts with its first day: a rebuild tomorrow gives the same date
    UNION ALL SELECT max(CASE WHEN period_last_day(period) <= (SELECT last_day FROM ref_horizon) THEN period_last_day(period) ELSE period_first_day(period) END) FROM stg_registrations
);
