-- Gives what somebody should know about the delivery, warnings first.
FROM notices ORDER BY severity DESC, kind, file, code;
