-- Gives what can be said of each delivery, what is worth a look first.
SELECT name, kind, measure, value, detail, is_remarkable FROM source_quality ORDER BY is_remarkable DESC, kind, name, measure;
