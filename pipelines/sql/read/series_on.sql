-- Gives series on the wijken of one division: all of them, or those of one kind or name. An incident month without any incident in a wijk
-- is zero where the delivery reaches that wijk; of anything else that was not delivered there is no row.
WITH asked AS (
    SELECT * FROM series_values
    WHERE division = $division AND ($kind IS NULL OR kind = $kind) AND ($series IS NULL OR series = $series)
),
reached AS (
    SELECT m.period, m.period_start, r.wijkcode, bool_and(NOT m.is_point AND m.from_division <> $division) AS is_converted
    FROM series_months AS m
    JOIN series_reach AS r ON r.from_division = m.from_division AND r.division = $division
    GROUP BY ALL
),
whole AS (
    FROM asked
    UNION ALL
    SELECT $division, 'incidents', s.series, r.period, r.period_start, r.wijkcode, 0, NULL, NULL, r.is_converted, CASE WHEN r.is_converted THEN 0.0 END, 0, 0
    FROM (
        SELECT DISTINCT series FROM series_totals
        WHERE kind = 'incidents' AND ($kind IS NULL OR kind = $kind) AND ($series IS NULL OR series = $series)
    ) AS s
    CROSS JOIN reached AS r
    ANTI JOIN asked AS a ON a.kind = 'incidents' AND a.series = s.series AND a.period = r.period AND a.wijkcode = r.wijkcode
)
SELECT w.kind, w.series, w.period, w.period_start, w.wijkcode, d.wijknaam, w.number, w.value, w.n
     , w.is_converted, w.estimated_pct, w.parts_withheld, w.wijken_missing
FROM whole AS w
JOIN dim_divisions AS d ON d.division = $division AND d.wijkcode = w.wijkcode
ORDER BY w.kind, w.series, w.period_start, w.period, w.wijkcode;
