-- Makes the facts of a published build stand where a build in the making has its own, signals apart.
ATTACH {{ path | literal }} AS published (READ_ONLY);
{%- for table in ("dim_wijken", "dim_population", "dim_reporters", "fct_incidents", "fct_answers", "fct_survey_results", "fct_registrations", "fct_agenda") %}
CREATE TEMP VIEW {{ table }} AS FROM published.{{ table }};
{%- endfor %}
