-- Gives the years of which wijken were delivered, when there is more than one; is_map says which of them is on the map.
SELECT division, count(*) AS wijken, division = (SELECT any_value(jaar) FROM dim_wijken) AS is_map
FROM dim_divisions
GROUP BY division
ORDER BY division;
