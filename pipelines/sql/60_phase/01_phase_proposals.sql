-- Makes phase_proposals: one proposal per wijk and week. Chances and certainty stay empty under a rule without them, and
-- where no phase is proposed. next_look: the day to look again: after the usual time for the phase; sooner when a criterion
-- of urgency is high, when something is on the agenda, or when the last survey that still counts expires.
CREATE TABLE phase_proposals AS
WITH urgent AS (
    SELECT DISTINCT wijkcode, week_start
    FROM crit_levels
    WHERE criterion IN ({{ urgency_criteria | map("literal") | join(", ") }}) AND level >= {{ urgency_level }}
),
-- what is on the agenda of each wijk, that of the whole gemeente included
planned AS (
    SELECT DISTINCT w.wijkcode, a.date
    FROM fct_agenda AS a
    JOIN dim_wijken AS w ON a.wijkcode = w.wijkcode
    WHERE a.expected_impact >= {{ urgency_level }}
    UNION
    SELECT w.wijkcode, a.date
    FROM fct_agenda AS a
    CROSS JOIN dim_wijken AS w
    WHERE a.wijkcode IS NULL AND a.expected_impact >= {{ urgency_level }}
),
-- the first such day in the 13 weeks after each week
coming AS (
    SELECT a.wijkcode, k.week_start, min(a.date) AS day
    FROM planned AS a
    CROSS JOIN range(1, 15) AS t (ahead)
    JOIN dim_weeks AS k ON k.week_start = monday_of(a.date) - (7 * t.ahead)::INTEGER
    WHERE a.date <= k.week_end + 91
    GROUP BY ALL
),
-- the last day on which a survey still counts, seen from each week
waves AS (
    SELECT DISTINCT v.wijkcode, v.week_start, v.week_start + (7 * i.maximum_age_weeks + 6)::INTEGER AS last_day
    FROM ind_values AS v
    JOIN ref_items AS i ON i.indicator_id = v.indicator_id
    WHERE v.status = 'ok'
),
expiring AS (
    SELECT v.wijkcode, k.week_start, max(v.last_day) AS day
    FROM waves AS v
    JOIN dim_weeks AS k ON k.week_start >= v.week_start AND k.week_end <= v.last_day
    GROUP BY ALL
),
looks AS (
    SELECT
        p.wijk_index
        , p.week_index
        , k.week_end + (7 * r.weeks)::INTEGER AS by_phase
        , CASE WHEN u.wijkcode IS NOT NULL THEN k.week_end + 7 * {{ urgent_weeks }} END AS by_urgency
        , c.day AS by_agenda
        , e.day AS by_expiry
    FROM proposed AS p
    JOIN dim_wijken AS w ON w.wijk_index = p.wijk_index
    JOIN dim_weeks AS k ON k.week_index = p.week_index
    JOIN review_weeks AS r ON r.phase = p.phase::VARCHAR
    LEFT JOIN urgent AS u ON u.wijkcode = w.wijkcode AND u.week_start = k.week_start
    LEFT JOIN coming AS c ON c.wijkcode = w.wijkcode AND c.week_start = k.week_start
    LEFT JOIN expiring AS e ON e.wijkcode = w.wijkcode AND e.week_start = k.week_start
),
next_looks AS (
    SELECT
        wijk_index
        , week_index
        , least(by_phase, by_urgency, by_agenda, by_expiry) AS next_look
        , CASE least(by_phase, by_urgency, by_agenda, by_expiry)
            WHEN by_phase THEN 'phase' WHEN by_urgency THEN 'urgency' WHEN by_agenda THEN 'agenda' ELSE 'expiry'
          END AS next_look_reason
    FROM looks
)
SELECT
    w.wijkcode
    , k.week_start
    , p.phase
    , p.p_rust::DOUBLE AS p_rust
    , p.p_ongemak::DOUBLE AS p_ongemak
    , p.p_spanning::DOUBLE AS p_spanning
    , p.p_incidenten::DOUBLE AS p_incidenten
    , p.certainty::VARCHAR AS certainty
    , p.direction::VARCHAR AS direction
    , p.direction_long::VARCHAR AS direction_long
    , p.direction_own::VARCHAR AS direction_own
    , p.is_city_wide
    , c.coverage_pct
    , p.channels_usable
    , p.gates
    , since.week_start AS since_week
    , l.next_look::DATE AS next_look
    , l.next_look_reason
    , p.rule_version
FROM proposed AS p
JOIN dim_wijken AS w ON w.wijk_index = p.wijk_index
JOIN dim_weeks AS k ON k.week_index = p.week_index
JOIN dim_weeks AS since ON since.week_index = p.since_index
JOIN next_looks AS l ON l.wijk_index = p.wijk_index AND l.week_index = p.week_index
LEFT JOIN fct_coverage AS c ON c.wijkcode = w.wijkcode AND c.week_start = k.week_start;
