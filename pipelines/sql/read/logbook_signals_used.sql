-- Gives the signals of the logbook that this build counts.
SELECT signal_id FROM fct_signals WHERE file = $source ORDER BY signal_id;
