-- Gives what of series is not on one division: the wijk as it was delivered, its number and the reason.
SELECT l.kind, l.series, l.period, l.period_start, l.delivered_division, l.wijkcode, d.wijknaam, l.number, l.value, l.n, l.parts_withheld, l.reason, l.change
FROM series_left_out AS l
LEFT JOIN dim_divisions AS d ON d.division = l.delivered_division AND d.wijkcode = l.wijkcode
WHERE l.division = $division AND ($kind IS NULL OR l.kind = $kind) AND ($series IS NULL OR l.series = $series)
ORDER BY l.kind, l.series, l.period_start, l.period, l.delivered_division, l.wijkcode, l.reason;
