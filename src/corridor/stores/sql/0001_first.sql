-- The log: own events and peers' events as received. The leaf hash stands before the bytes, so
-- that reading hashes does not walk the overflow pages of long events.
CREATE TABLE log (
  entry INTEGER PRIMARY KEY,
  node TEXT NOT NULL,
  number INTEGER NOT NULL,
  subject TEXT NOT NULL,
  clock TEXT NOT NULL,
  tag TEXT NOT NULL,
  leaf BLOB NOT NULL,
  data BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX log_by_name ON log (node, number);
CREATE INDEX log_by_subject ON log (subject, clock, node, number);

-- Tables with long values keep their rowid: without it, long values would thin out the inner
-- nodes of the key's tree.
CREATE TABLE states (
  subject TEXT PRIMARY KEY NOT NULL,
  clock TEXT NOT NULL,
  node TEXT NOT NULL,
  number INTEGER NOT NULL,
  version INTEGER NOT NULL,
  data BLOB NOT NULL
) STRICT;

CREATE TABLE tiles (
  level INTEGER NOT NULL,
  tile INTEGER NOT NULL,
  data BLOB NOT NULL,
  PRIMARY KEY (level, tile)
) STRICT;

CREATE TABLE checkpoints (
  size INTEGER PRIMARY KEY,
  note TEXT NOT NULL
) STRICT;

-- Work lists: one row per subject and list, three orders to read a list in.
CREATE TABLE rows (
  subject TEXT NOT NULL,
  list TEXT NOT NULL,
  due TEXT NOT NULL,
  name TEXT NOT NULL,
  updated TEXT NOT NULL,
  data BLOB NOT NULL,
  PRIMARY KEY (subject, list)
) STRICT;
CREATE INDEX rows_by_due ON rows (list, due, subject);
CREATE INDEX rows_by_name ON rows (list, name, subject);
CREATE INDEX rows_by_updated ON rows (list, updated, subject);

CREATE TABLE counts (
  list TEXT PRIMARY KEY NOT NULL,
  count INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- `age` grows with every key added: a key's subjects are told oldest first.
CREATE TABLE keys (
  key TEXT NOT NULL,
  subject TEXT NOT NULL,
  age INTEGER NOT NULL,
  PRIMARY KEY (key, subject)
) STRICT, WITHOUT ROWID;

CREATE TABLE ages (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  last INTEGER NOT NULL
) STRICT;
INSERT INTO ages (only, last) VALUES (1, 0);

CREATE TABLE answers (
  key TEXT PRIMARY KEY NOT NULL,
  at TEXT NOT NULL,
  digest BLOB NOT NULL,
  body BLOB NOT NULL
) STRICT;

CREATE TABLE shares (
  subject TEXT NOT NULL,
  peer TEXT NOT NULL,
  PRIMARY KEY (subject, peer)
) STRICT, WITHOUT ROWID;

-- Our channels: what we publish to a peer.
CREATE TABLE channel (
  peer TEXT NOT NULL,
  position INTEGER NOT NULL,
  entry INTEGER NOT NULL,
  leaf BLOB NOT NULL,
  head BLOB NOT NULL,
  PRIMARY KEY (peer, position)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX channel_by_entry ON channel (peer, entry);

CREATE TABLE receipts (
  peer TEXT NOT NULL,
  upto INTEGER NOT NULL,
  data BLOB NOT NULL,
  PRIMARY KEY (peer, upto)
) STRICT;

-- What we follow: how far, by which pages, and where each event of the peer came.
CREATE TABLE cursors (
  peer TEXT PRIMARY KEY NOT NULL,
  position INTEGER NOT NULL,
  head BLOB NOT NULL,
  size INTEGER NOT NULL,
  checkpoint TEXT NOT NULL
) STRICT;

CREATE TABLE pages (
  peer TEXT NOT NULL,
  last INTEGER NOT NULL,
  first INTEGER NOT NULL,
  checkpoint TEXT NOT NULL,
  proof BLOB NOT NULL,
  PRIMARY KEY (peer, last)
) STRICT;

CREATE TABLE origins (
  peer TEXT NOT NULL,
  number INTEGER NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (peer, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE timers (
  subject TEXT NOT NULL,
  name TEXT NOT NULL,
  due TEXT NOT NULL,
  PRIMARY KEY (subject, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX timers_by_due ON timers (due, subject, name);

CREATE TABLE documents (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  owner TEXT NOT NULL,
  updated TEXT NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (kind, id)
) STRICT;
CREATE INDEX documents_by_updated ON documents (kind, updated, id);
CREATE INDEX documents_by_owner ON documents (kind, owner, updated, id);
