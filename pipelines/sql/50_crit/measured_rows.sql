-- Gives measured, in a fixed order.
SELECT * FROM measured ORDER BY wijk_index, week_index, criterion, channel, indicator_id;
