-- Where movements are awaited, a row is sorted by when they come, and no more by their limit date.
-- Rows of an earlier version are made anew by the follower of the log, which begins again for that.
UPDATE indexed SET entries = 0, older = (SELECT coalesce(max(entry) + 1, 0) FROM log);
