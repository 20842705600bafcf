-- Makes `checked`: every delivered row of one file, typed by the contract, with its problems (empty when usable).
{%- macro typed(column) -%}
    {%- set c = column.name | ident -%}
    {%- if column.type == "text" -%}{{ c }}
    {%- elif column.type in ("wijkcode", "buurtcode", "criterion") -%}upper({{ c }})
    {%- elif column.type in ("choice", "category", "item", "source_kind", "scheidslijn", "agenda_kind",
                           "offer_kind", "target_group") -%}lower({{ c }})
    {%- elif column.type == "wijken" -%}list_sort(list_distinct(list_filter(string_split_regex(upper({{ c }}), '[\s,;|]+'), lambda code: code <> '')))
    {%- elif column.type == "moment" -%}as_moment({{ c }})
    {%- elif column.type in ("date", "any_date") -%}as_day({{ c }})
    {%- elif column.type == "number" -%}{{ ("number_" ~ column.name) | ident }}
    {%- elif column.type in ("count", "positive_count", "level", "year") -%}as_whole({{ ("number_" ~ column.name) | ident }})
    {%- elif column.type == "period" -%}{{ c }}
    {%- endif -%}
{%- endmacro -%}
{%- macro unreadable(column) -%}
    {%- set c = column.name | ident -%}
    {%- set t = ("typed_" ~ column.name) | ident -%}
    {%- if column.type == "wijkcode" -%}{{ t }} IN (SELECT wijkcode FROM file_wijken) THEN NULL
        WHEN {{ t }} IN (SELECT wijkcode FROM not_convertible) THEN problem('{{ column.name }}', 'wijk_not_convertible', {{ c }})
        WHEN NOT regexp_full_match({{ t }}, 'WK\d{4}[0-9A-Z]{2}') THEN problem('{{ column.name }}', 'bad_wijkcode', {{ c }})
        ELSE problem('{{ column.name }}', 'unknown_wijk', {{ c }})
    {%- elif column.type == "wijken" -%}len({{ t }}) = 0 OR len(list_filter({{ t }}, lambda code: NOT regexp_full_match(code, 'WK\d{4}[0-9A-Z]{2}'))) > 0
            THEN problem('{{ column.name }}', 'bad_wijkcode', {{ c }})
        WHEN list_has_all((SELECT list(wijkcode) FROM ref_wijken), {{ t }}) THEN NULL
        ELSE problem('{{ column.name }}', 'unknown_wijk', {{ c }})
    {%- elif column.type == "buurtcode" -%}NOT regexp_full_match({{ t }}, 'BU\d{4}[0-9A-Z]{4}') THEN problem('{{ column.name }}', 'bad_buurtcode', {{ c }})
    {%- elif column.type == "choice" -%}{{ t }} NOT IN ({{ column.choices | map("literal") | join(", ") }}) THEN problem('{{ column.name }}', 'not_a_choice', {{ c }})
    {%- elif column.type in ("category", "item", "criterion", "source_kind", "scheidslijn", "agenda_kind", "offer_kind", "target_group") -%}
        {{ t }} NOT IN (SELECT value FROM ref_vocabulary WHERE list = '{{ column.type }}') THEN problem('{{ column.name }}', 'unknown_{{ column.type }}', {{ c }})
    {%- elif column.type in ("moment", "date", "any_date") -%}{{ t }} IS NULL THEN problem('{{ column.name }}', 'bad_date', {{ c }})
        WHEN {{ t }} < DATE '2000-01-01' THEN problem('{{ column.name }}', 'date_too_old', {{ c }})
        {%- if column.type != "any_date" %}
        WHEN {{ t }}::DATE > (SELECT last_day FROM ref_horizon) THEN problem('{{ column.name }}', 'future_date', {{ c }})
        {%- endif %}
        WHEN {{ t }} > DATE '2100-01-01' THEN problem('{{ column.name }}', 'bad_date', {{ c }})
    {%- elif column.type == "period" -%}period_first_day({{ c }}) IS NULL THEN problem('{{ column.name }}', 'bad_period', {{ c }})
        WHEN period_first_day({{ c }}) < DATE '2000-01-01' THEN problem('{{ column.name }}', 'date_too_old', {{ c }})
        WHEN period_first_day({{ c }}) > (SELECT last_day FROM ref_horizon) THEN problem('{{ column.name }}', 'future_date', {{ c }})
    {%- elif column.type == "number" -%}{{ t }} IS NULL THEN problem('{{ column.name }}', 'bad_number', {{ c }})
    {%- elif column.type in ("count", "positive_count", "level", "year") -%}{{ t }} IS NULL THEN problem('{{ column.name }}', 'bad_whole_number', {{ c }})
        {%- if column.type == "count" %}
        WHEN {{ t }} < 0 THEN problem('{{ column.name }}', 'negative', {{ c }})
        {%- elif column.type == "positive_count" %}
        WHEN {{ t }} < 1 THEN problem('{{ column.name }}', 'not_positive', {{ c }})
        {%- elif column.type == "level" %}
        WHEN {{ t }} NOT BETWEEN 0 AND 3 THEN problem('{{ column.name }}', 'level_outside', {{ c }})
        {%- elif column.type == "year" %}
        WHEN {{ t }} NOT BETWEEN 2000 AND 2100 THEN problem('{{ column.name }}', 'bad_year', {{ c }})
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
CREATE OR REPLACE TEMP VIEW checked AS
WITH delivered AS (
    SELECT
        row_number
        , is_left_out
        {%- for column in columns %}
        , {% if column.default is not none %}coalesce(as_text({{ column.name | ident }}), {{ column.default | literal }}){% else %}as_text({{ column.name | ident }}){% endif %} AS {{ column.name | ident }}
        {%- endfor %}
    FROM incoming
),
numbered AS (
    SELECT
        *
        {%- for column in columns if column.type in ("number", "count", "positive_count", "level", "year") %}
        , as_number({{ column.name | ident }}) AS {{ ("number_" ~ column.name) | ident }}
        {%- endfor %}
    FROM delivered
),
typed AS (
    SELECT
        *
        {%- for column in columns if column.type not in ("text", "period") %}
        , {{ typed(column) }} AS {{ ("typed_" ~ column.name) | ident }}
        {%- endfor %}
    FROM numbered
)
{% include "20_stg/rows/" ~ kind ~ ".sql" %}
SELECT
    row_number
    , CASE WHEN is_left_out THEN 'left_out_by_mapping' ELSE ignored_reason END AS ignored_reason
    {%- for column in columns if column.name not in not_kept %}
    , {% if column.type in ("text", "period") %}{{ column.name | ident }}{% elif column.type == "wijkcode" %}(SELECT to_code FROM file_wijken WHERE file_wijken.wijkcode = {{ ("typed_" ~ column.name) | ident }}){% else %}{{ ("typed_" ~ column.name) | ident }}{% endif %} AS {{ column.name | ident }}
    {%- endfor %}
    {%- for name in computed %}
    , {{ name }}
    {%- endfor %}
    , CASE WHEN is_left_out THEN '' ELSE concat_ws(chr(10), nullif(row_problems, '')
    {%- for column in columns %}
        {%- if column.required %}
        , CASE WHEN {{ column.name | ident }} IS NULL THEN problem('{{ column.name }}', 'required', NULL) END
        {%- endif %}
        {%- if column.type != "text" %}
        , CASE WHEN {{ column.name | ident }} IS NULL THEN NULL WHEN {{ unreadable(column) }} END
        {%- endif %}
    {%- endfor %}
    ) END AS problems
FROM placed;
