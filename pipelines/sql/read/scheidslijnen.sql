-- Gives the scheidslijnen that signals about one wijk name between two days, each once.
SELECT DISTINCT scheidslijn
FROM fct_signals
WHERE wijkcode = $wijkcode AND observed_on BETWEEN $first AND $last AND scheidslijn <> 'onbekend'
ORDER BY scheidslijn;
