-- A row is marked with what its own list is filtered by, and no more with what others are. Rows of an
-- earlier version are made anew by the follower of the log, which begins again for that.
UPDATE indexed SET entries = 0, older = (SELECT coalesce(max(entry) + 1, 0) FROM log);
