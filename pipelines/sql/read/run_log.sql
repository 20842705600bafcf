-- Gives the steps of the build with their time.
FROM run_log;
