-- Makes series_delivered: what was delivered, on the division it was delivered on. A row per delivered row of registers and residents;
-- incidents and signals counted per month; survey figures per wijk. And series_points: incidents with a point, in every division.
{%- macro from_file(kind, own_place) %}
    SELECT s.*, coalesce(f.division, {{ map_year }})::SMALLINT AS delivered_division, coalesce(p.wijkcode, s.{{ own_place }}) AS delivered_wijkcode
    FROM {{ kind }} AS s
    LEFT JOIN file_divisions AS f ON f.file_order = s.file_order
    LEFT JOIN delivered_places AS p ON p.kind = '{{ kind[4:] if kind.startswith("stg_") else kind[5:] }}' AND p.file_order = s.file_order AND p.row_number = s.row_number
{%- endmacro %}
{%- for kind in kinds %}
-- Rows that count on the map, and rows that only count elsewhere: of the same key the newest, and what counts on the map goes first.
CREATE OR REPLACE TEMP VIEW delivered_{{ kind.name }} AS
WITH held AS ({{ from_file("held_" ~ kind.name, kind.place) }})
{{ from_file("stg_" ~ kind.name, kind.place) }}
UNION ALL
SELECT *
FROM held AS h
{%- if not kind.has_place_in_key %}
WHERE NOT EXISTS (
    FROM stg_{{ kind.name }} AS s WHERE {% for column in kind.key %}{{ "AND " if not loop.first }}s.{{ column | ident }} IS NOT DISTINCT FROM h.{{ column | ident }} {% endfor %}
)
{%- endif %}
QUALIFY row_number() OVER (
    PARTITION BY {{ kind.key | map("ident") | join(", ") }}{% if kind.has_place_in_key %}, delivered_division, delivered_wijkcode{% endif %}
    ORDER BY file_order DESC, row_number DESC
) = 1;
{%- endfor %}

CREATE OR REPLACE TEMP TABLE points_delivered AS
SELECT d.category AS series, strftime(d.occurred_at, '%Y-%m') AS period, date_trunc('month', d.occurred_at)::DATE AS period_start
     , d.place_wijkcode, d.file_order, d.row_number
FROM delivered_incidents AS d
SEMI JOIN located_elsewhere AS l ON l.file_order = d.file_order AND l.row_number = d.row_number;

CREATE OR REPLACE TEMP TABLE series_points AS
SELECT {{ map_year }}::SMALLINT AS division, series, period, period_start, place_wijkcode AS wijkcode, count(*) AS number
FROM points_delivered
GROUP BY ALL
UNION ALL
SELECT l.division, p.series, p.period, p.period_start, l.wijkcode, count(*)
FROM points_delivered AS p
JOIN located_elsewhere AS l ON l.file_order = p.file_order AND l.row_number = p.row_number
GROUP BY ALL;

CREATE OR REPLACE TEMP TABLE series_figures AS
WITH from_answers AS (
{% with answers = "delivered_surveys", keys = ["delivered_division", "delivered_wijkcode"] %}{% include "40_ind/figures_of_answers.sql" %}{% endwith %}
)
SELECT wave, fieldwork_end, delivered_division, delivered_wijkcode, item_id, n, value FROM from_answers
UNION ALL
SELECT wave, fieldwork_end, delivered_division, delivered_wijkcode, item_id, n, value
FROM delivered_survey_results AS r
WHERE NOT EXISTS (
    FROM from_answers AS a
    WHERE a.wave = r.wave AND a.item_id = r.item_id AND a.delivered_division = r.delivered_division AND a.delivered_wijkcode = r.delivered_wijkcode
);

CREATE OR REPLACE TEMP TABLE series_delivered AS
WITH every AS (
    SELECT 'registrations' AS kind, register || ' ' || kind AS series, period, period_first_day(period) AS period_start
         , delivered_division, delivered_wijkcode, count::BIGINT AS number, NULL::DOUBLE AS value, NULL::INTEGER AS n, file_order, row_number
    FROM delivered_registrations
    UNION ALL
    SELECT 'population', 'inwoners', jaar::VARCHAR, make_date(jaar, 1, 1), delivered_division, delivered_wijkcode, inwoners, NULL, NULL, file_order, row_number
    FROM delivered_population
    UNION ALL
    -- households may be left out of a delivery as a whole; that is something else than withheld
    SELECT 'population', 'huishoudens', jaar::VARCHAR, make_date(jaar, 1, 1), delivered_division, delivered_wijkcode, huishoudens, NULL, NULL, file_order, row_number
    FROM delivered_population
    QUALIFY count(huishoudens) OVER (PARTITION BY jaar, delivered_division) > 0
    UNION ALL
    SELECT 'incidents', category, strftime(occurred_at, '%Y-%m'), date_trunc('month', occurred_at)::DATE, delivered_division, delivered_wijkcode
         , count(*), NULL, NULL, 0, 0
    FROM delivered_incidents AS d
    ANTI JOIN located_elsewhere AS l ON l.file_order = d.file_order AND l.row_number = d.row_number
    GROUP BY ALL
    UNION ALL
    SELECT 'signals', coalesce(criterion, 'nothing_to_report'), strftime(observed_on, '%Y-%m'), date_trunc('month', observed_on)::DATE
         , delivered_division, delivered_wijkcode, count(*), NULL, NULL, 0, 0
    FROM delivered_signals
    GROUP BY ALL
    UNION ALL
    SELECT 'surveys', f.item_id, f.wave, f.fieldwork_end, delivered_division, delivered_wijkcode
         , NULL, CASE WHEN f.n >= i.minimum_n THEN f.value END, f.n, 0, 0
    FROM series_figures AS f
    JOIN ref_items AS i ON i.item_id = f.item_id
)
SELECT
    row_number() OVER (
        ORDER BY kind, series, length(period), period, delivered_division, file_order, row_number, delivered_wijkcode
      )::INTEGER AS row_id
    , kind, series, period, period_start, delivered_division AS division, delivered_wijkcode AS wijkcode, number, value, n
FROM every;

CREATE OR REPLACE TEMP TABLE series_parts (
    division SMALLINT, row_id INTEGER, to_wijkcode VARCHAR, number BIGINT, share DOUBLE
    , is_divided BOOLEAN, is_incomplete BOOLEAN, is_lost BOOLEAN, needed INTEGER, reason VARCHAR, change VARCHAR
);
