-- Adds the signals of the published build that do not come from the logbook now to fct_signals; what was withdrawn since stays out.
INSERT INTO fct_signals
SELECT * FROM published.fct_signals
WHERE file <> {{ source | literal }} AND signal_id NOT IN (SELECT signal_id FROM stg_signals);
