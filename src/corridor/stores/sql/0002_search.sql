-- What is found by any part of an identifier, and by the words of a name. The rows are made from
-- the log by a follower of it (engine/indexing.py); `indexed` is how far it has come.
--
-- `row` grows with every change, so that the newest are found first. `desks` holds four-letter codes
-- of those who may find a subject; they stand in both indexes, so that a search costs by what its
-- asker may see.
CREATE TABLE found (
  row INTEGER PRIMARY KEY AUTOINCREMENT,
  subject TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE desks (
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

CREATE VIRTUAL TABLE found_ids USING fts5 (desks, ids, tokenize = 'trigram');

CREATE VIRTUAL TABLE found_words USING fts5 (
  desks, words, tokenize = 'unicode61 remove_diacritics 0', prefix = '3 4 5 6'
);

-- `older`: entries of the log that an earlier version wrote. The subjects of those get the keys in
-- normal form that they lack when the follower comes by.
CREATE TABLE indexed (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  entries INTEGER NOT NULL,
  older INTEGER NOT NULL
) STRICT;
INSERT INTO indexed (only, entries, older) SELECT 1, 0, coalesce(max(entry) + 1, 0) FROM log;
