-- Gives how many different values of one column have the shape of a person's name and no word of a role. Looks at every row.
SELECT count(*)
FROM (SELECT DISTINCT trim({{ column | ident }}) AS value FROM delivered)
WHERE (regexp_full_match(value, '([A-Z]\.? ?){1,4}((van|de|der|den|ter|ten|te) )*[A-Z][a-zà-ÿ]{2,}(-[A-Z][a-zà-ÿ]+)?')
       OR regexp_full_match(value, '[A-Z][a-zà-ÿ]+( (van|de|der|den|ter|ten|te|el|al))* [A-Z][a-zà-ÿ]{2,}(-[A-Z][a-zà-ÿ]+)?'))
  AND NOT regexp_matches(lower(value), {{ role_words | join("|") | literal }});
