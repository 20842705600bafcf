-- Gives what came in per month and system or register.
SELECT kind, name, month, times FROM source_months ORDER BY kind, name, month;
