-- Gives the categories of rejected rows that are in no list, the most frequent first.
SELECT detail, count(*) AS rows FROM rejects WHERE reason = 'unknown_category' AND detail <> '' GROUP BY detail ORDER BY rows DESC, detail;
