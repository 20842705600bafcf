-- Gives the incidents of some categories per wijk and week; weeks without any are not there.
SELECT wijk_index, week_index, sum(incidents)::INTEGER AS incidents
FROM incident_counts
WHERE list_contains($categories, category)
GROUP BY ALL
ORDER BY ALL;
