-- Makes group_incidents: per wijk and week the incidents with a group dimension (C10), and how many of them are severe and verified.
CREATE OR REPLACE TEMP TABLE group_incidents AS
SELECT
    wijk_index
    , week_index
    , sum(incidents)::INTEGER AS group_incidents
    , coalesce(sum(incidents) FILTER (is_severe_verified), 0)::INTEGER AS severe_incidents
FROM incident_counts
WHERE criterion = 'C10'
GROUP BY ALL;
