-- Moves the rows of one file that are not usable from stg_{{ kind }} to rejected_cells (with each problem) or ignored_cells. Only an unknown code is named, so
-- that it can be mended; any other rejected value may be anything, and is not kept.
INSERT INTO rejected_cells
SELECT {{ file_order }}, row_number, parts[1], parts[2], value_class(delivered)
     , CASE WHEN parts[2] IN ('unknown_wijk', 'wijk_not_convertible', 'unknown_buurt', 'unknown_category', 'unknown_item', 'unknown_criterion',
                              'unknown_source_kind', 'unknown_agenda_kind', 'unknown_offer_kind', 'unknown_target_group')
            THEN code_for_message(delivered) END
FROM (
    SELECT row_number, parts, nullif(array_to_string(parts[3:], '|'), '') AS delivered
    FROM (
        SELECT row_number, string_split(unnest(string_split(problems, chr(10))), '|') AS parts
        FROM stg_{{ kind }}
        WHERE file_order = {{ file_order }} AND problems <> ''
    )
);

INSERT INTO ignored_cells
SELECT {{ file_order }}, row_number, NULL, ignored_reason, NULL, NULL
FROM stg_{{ kind }}
WHERE file_order = {{ file_order }} AND problems = '' AND ignored_reason IS NOT NULL;

-- Not wrong in itself: the place is known in another division. Such a row counts in series on that one.
INSERT INTO held_{{ kind }}
FROM stg_{{ kind }} AS s
WHERE file_order = {{ file_order }} AND problems <> '' AND ignored_reason IS NULL
  AND len(list_filter(string_split(problems, chr(10)), lambda p: string_split(p, '|')[2] NOT IN ('wijk_not_convertible', 'point_outside'))) = 0
  AND (NOT contains(problems, '|point_outside|')
       OR EXISTS (FROM located_elsewhere AS l WHERE l.file_order = s.file_order AND l.row_number = s.row_number AND l.wijkcode IS NOT NULL));

DELETE FROM stg_{{ kind }}
WHERE file_order = {{ file_order }} AND (problems <> '' OR ignored_reason IS NOT NULL);
