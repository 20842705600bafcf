-- Gives what was delivered of series in each period, and how much of it is on one division: delivered = shown + left_out.
SELECT kind, series, period, period_start, delivered, rows_withheld, ifnull(shown, 0)::BIGINT AS shown, ifnull(left_out, 0)::BIGINT AS left_out
FROM series_totals
WHERE division = $division AND ($kind IS NULL OR kind = $kind) AND ($series IS NULL OR series = $series)
ORDER BY kind, series, period_start, period;
