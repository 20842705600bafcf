-- Makes fct_offer: what organisations offer and where. No wijken means the whole gemeente.
CREATE TABLE fct_offer AS
SELECT o.title, o.kind, o.wijken, o.target_group, o."from" AS valid_from, o.until AS valid_until, f.file, o.row_number
FROM stg_offer AS o
JOIN ref_files AS f ON f.file_order = o.file_order;
