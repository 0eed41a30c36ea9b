-- More to sort work lists by: since when, and sums. `marks` says, line by line, what the row is
-- filtered by; the table of that name is its index. Rows of an earlier version get theirs from the
-- follower of the log, which begins anew for that.
ALTER TABLE rows ADD COLUMN since TEXT NOT NULL DEFAULT '';
ALTER TABLE rows ADD COLUMN amount TEXT NOT NULL DEFAULT '';
ALTER TABLE rows ADD COLUMN share TEXT NOT NULL DEFAULT '';
ALTER TABLE rows ADD COLUMN marks TEXT NOT NULL DEFAULT '';
CREATE INDEX rows_by_since ON rows (list, since, subject);
CREATE INDEX rows_by_amount ON rows (list, amount, subject) WHERE amount <> '';
CREATE INDEX rows_by_share ON rows (list, share, subject) WHERE share <> '';

CREATE TABLE marks (
  list TEXT NOT NULL,
  mark TEXT NOT NULL,
  subject TEXT NOT NULL,
  PRIMARY KEY (list, mark, subject)
) STRICT, WITHOUT ROWID;

UPDATE indexed SET entries = 0, older = (SELECT coalesce(max(entry) + 1, 0) FROM log);
