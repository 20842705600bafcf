-- Gives the signals of the logbook that this build counts, of one wijk when it is named.
SELECT signal_id FROM fct_signals
WHERE file = $source AND ($wijkcode IS NULL OR wijkcode = $wijkcode)
ORDER BY signal_id;
