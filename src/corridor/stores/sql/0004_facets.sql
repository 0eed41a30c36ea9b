-- What a list is filtered by has a number and is counted; so has a row. An entry of `marks` is two
-- numbers then, not three texts, and those of new rows stand together at the end of their facet.
CREATE TABLE facets (
  id INTEGER PRIMARY KEY,
  list TEXT NOT NULL,
  mark TEXT NOT NULL,
  count INTEGER NOT NULL,
  UNIQUE (list, mark)
) STRICT;
INSERT INTO facets (list, mark, count) SELECT list, mark, count(*) FROM marks GROUP BY list, mark;

CREATE TABLE numbered (
  id INTEGER PRIMARY KEY,
  subject TEXT NOT NULL,
  list TEXT NOT NULL,
  due TEXT NOT NULL,
  name TEXT NOT NULL,
  updated TEXT NOT NULL,
  data BLOB NOT NULL,
  since TEXT NOT NULL,
  amount TEXT NOT NULL,
  share TEXT NOT NULL,
  marks TEXT NOT NULL,
  UNIQUE (subject, list)
) STRICT;
INSERT INTO numbered (subject, list, due, name, updated, data, since, amount, share, marks)
  SELECT subject, list, due, name, updated, data, since, amount, share, marks FROM rows ORDER BY rowid;

CREATE TABLE marked (
  facet INTEGER NOT NULL,
  row INTEGER NOT NULL,
  PRIMARY KEY (facet, row)
) STRICT, WITHOUT ROWID;
INSERT INTO marked
  SELECT f.id, r.id FROM marks AS m
    JOIN facets AS f ON f.list = m.list AND f.mark = m.mark
    JOIN numbered AS r ON r.subject = m.subject AND r.list = m.list
    ORDER BY f.id, r.id;

DROP TABLE marks;
DROP TABLE rows;
ALTER TABLE marked RENAME TO marks;
ALTER TABLE numbered RENAME TO rows;
CREATE INDEX rows_by_due ON rows (list, due, subject);
CREATE INDEX rows_by_name ON rows (list, name, subject);
CREATE INDEX rows_by_updated ON rows (list, updated, subject);
CREATE INDEX rows_by_since ON rows (list, since, subject);
CREATE INDEX rows_by_amount ON rows (list, amount, subject) WHERE amount <> '';
CREATE INDEX rows_by_share ON rows (list, share, subject) WHERE share <> '';
