-- Gives the survey figures of {{ answers }}: per wave, item and {{ keys | join(", ") }}.
    SELECT
        a.wave
        , max(a.fieldwork_end) AS fieldwork_end
        {%- for key in keys %}
        , a.{{ key }}
        {%- endfor %}
        , a.item_id
        , count(*)::INTEGER AS n
        -- rounded, because the order of adding up differs from run to run in the last digits
        , round(CASE any_value(i.statistic)
            WHEN 'mean' THEN sum(a.weight * a.answer) / sum(a.weight)
            WHEN 'share_yes' THEN 100.0 * coalesce(sum(a.weight) FILTER (a.answer = 1), 0) / sum(a.weight)
            ELSE 100.0 * coalesce(sum(a.weight) FILTER (a.answer >= 4), 0) / sum(a.weight)
          END, 9) AS value
        , round(sum(a.weight) ^ 2 / sum(a.weight ^ 2), 9) AS n_effective
        , round(sqrt(greatest(0, sum(a.weight * a.answer ^ 2) / sum(a.weight) - (sum(a.weight * a.answer) / sum(a.weight)) ^ 2)), 9) AS deviation
    FROM {{ answers }} AS a
    JOIN ref_items AS i ON i.item_id = a.item_id
    GROUP BY a.wave, a.item_id{% for key in keys %}, a.{{ key }}{% endfor %}
