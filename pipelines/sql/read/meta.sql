-- Gives what a build says of itself.
SELECT key, value FROM meta;
