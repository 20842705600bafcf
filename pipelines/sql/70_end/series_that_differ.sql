-- Gives the series of which what was delivered is not what is shown on a division and what is left out. There may be none.
SELECT division, kind, series, period, delivered, shown, left_out
FROM series_totals
WHERE ifnull(delivered, 0) <> ifnull(shown, 0) + ifnull(left_out, 0);
