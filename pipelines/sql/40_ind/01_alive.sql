-- Makes weeks_alive: the weeks in which the incident source was working, seen over the whole gemeente. Without any
-- incident anywhere for some weeks the source is silent, and silence is not calm.
CREATE OR REPLACE TEMP TABLE incident_counts AS
SELECT w.wijk_index, k.week_index, i.category, i.criterion, i.severity = 'ernstig' AND i.is_verified AS is_severe_verified, count(*)::INTEGER AS incidents
FROM fct_incidents AS i
JOIN dim_wijken AS w ON w.wijkcode = i.wijkcode
JOIN dim_weeks AS k ON k.week_start = i.week_start
GROUP BY ALL;

CREATE OR REPLACE TEMP TABLE weeks_alive AS
SELECT DISTINCT week_index + ahead AS week_index
FROM (SELECT DISTINCT week_index FROM incident_counts), range({{ source_silence_weeks }}) AS t (ahead);
