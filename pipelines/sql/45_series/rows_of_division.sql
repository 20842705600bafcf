-- Gives the series that were delivered on one division, each in the order of its periods. Of residents every year stands by itself; what
-- happened in a month may come back in the next one.
SELECT row_id, kind, wijkcode, number
     , CASE WHEN kind = 'population' THEN row_id::VARCHAR ELSE concat_ws(chr(31), kind, series, length(period)) END AS carried
FROM series_delivered
WHERE division = {{ division }}
ORDER BY row_id;
