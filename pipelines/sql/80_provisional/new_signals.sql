-- Gives how many signals about one wijk the published build does not hold as they are now.
SELECT count(*) FROM (
    SELECT signal_id, observed_on, wijkcode, criterion, level, reporter, is_confirmed, nothing_to_report FROM fct_signals WHERE wijkcode = $wijkcode
    EXCEPT
    SELECT signal_id, observed_on, wijkcode, criterion, level, reporter, is_confirmed, nothing_to_report FROM published.fct_signals WHERE wijkcode = $wijkcode
);
