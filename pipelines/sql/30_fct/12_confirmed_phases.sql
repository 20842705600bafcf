-- Makes confirmed_phases: per wijk and week the last decision taken by the end of that week. confirmed_phase is empty where it
-- no longer counts at the end of that week, or where the proposal was rejected and no phase came in its place.
CREATE TABLE confirmed_phases AS
SELECT
    w.wijkcode
    , k.week_start
    , CASE WHEN k.week_end < d.expires_on THEN d.phase END AS confirmed_phase
    , d.phase AS decided_phase
    , d.oordeel
    , d.decided_on AS confirmed_on
    , d.expires_on
    , d.phase IS NOT NULL AND k.week_end >= d.expires_on AS is_expired
FROM dim_wijken AS w
CROSS JOIN dim_weeks AS k
JOIN decisions AS d ON d.wijkcode = w.wijkcode AND d.decided_on <= k.week_end
QUALIFY row_number() OVER (PARTITION BY w.wijkcode, k.week_start ORDER BY d.decided_on DESC, d.about_week DESC) = 1
ORDER BY w.wijk_index, k.week_start;
