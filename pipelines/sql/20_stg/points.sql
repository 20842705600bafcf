-- Gives the points of incidents that have no code for their place: row number, coordinates, and which system they are in.
SELECT
    row_number::INTEGER AS row_number
    , CASE WHEN lon_number IS NOT NULL AND lat_number IS NOT NULL THEN lon_number ELSE x_number END AS px
    , CASE WHEN lon_number IS NOT NULL AND lat_number IS NOT NULL THEN lat_number ELSE y_number END AS py
    , (lon_number IS NOT NULL AND lat_number IS NOT NULL) OR {{ xy_is_degrees }} AS is_degrees
    , CASE WHEN lon_number IS NOT NULL AND lat_number IS NOT NULL THEN 'lon' ELSE 'x' END AS column_name
FROM (
    SELECT
        row_number
        , as_number(as_text(lon)) AS lon_number
        , as_number(as_text(lat)) AS lat_number
        , as_number(as_text(x)) AS x_number
        , as_number(as_text(y)) AS y_number
    FROM incoming
    WHERE as_text(wijkcode) IS NULL AND as_text(buurtcode) IS NULL
)
WHERE (lon_number IS NOT NULL AND lat_number IS NOT NULL) OR (x_number IS NOT NULL AND y_number IS NOT NULL);
