-- A movement stands in a list of each guarantor that answers for it. Rows of an earlier version are
-- made anew by the follower of the log, which begins again for that.
UPDATE indexed SET entries = 0, older = (SELECT coalesce(max(entry) + 1, 0) FROM log);
