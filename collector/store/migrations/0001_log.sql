-- The log and what is derived from it. Times are UTC milliseconds since 1970; end_of_time is stored as NULL.

CREATE TABLE node (
  id   INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

-- All the collector remembers of an epoch: one number and one digest.
CREATE TABLE epoch (
  id      INTEGER PRIMARY KEY,
  node    INTEGER NOT NULL REFERENCES node,
  epoch   BLOB    NOT NULL,            -- 16 bytes
  through INTEGER NOT NULL,            -- all events up to it are in the log
  digest  BLOB    NOT NULL,            -- 16 bytes, the chain's at `through`
  born    INTEGER NOT NULL DEFAULT 0,  -- whether events sent again under birth names of this epoch are in the log
  UNIQUE (node, epoch)
) STRICT;

-- The truth: append only, in the order of commit. `bytes` are the event word for word.
CREATE TABLE event (
  id            INTEGER PRIMARY KEY,
  epoch         INTEGER NOT NULL REFERENCES epoch,
  seq           INTEGER NOT NULL,
  last          INTEGER NOT NULL,      -- seq; of a gap the last number it stands for
  digest        BLOB    NOT NULL,      -- the chain's after it
  fate          TEXT    NOT NULL,      -- stored | gap | rejected | not_allowed | repeated
  why           TEXT,                  -- of what is not stored; 'ahead' of a time over a day from the future
  t             INTEGER NOT NULL,      -- the node's own clock
  received      INTEGER NOT NULL,      -- the collector's clock
  difference_ms INTEGER NOT NULL,      -- received - sent, of the batch it came in
  shift_ms      INTEGER NOT NULL,      -- what brings t to the collector's clock; 0 under 2 s
  when_ms       INTEGER NOT NULL,      -- t + shift_ms; the receipt where that lies over a day ahead
  type          TEXT    NOT NULL,
  device        TEXT,
  born_epoch    BLOB,                  -- the name it was born under, where a rollback renamed it
  born_seq      INTEGER,
  born_digest   BLOB,                  -- two histories of one machine may use a number twice
  begins        INTEGER NOT NULL DEFAULT 0, -- of a gap: it stands for its epoch's start, and lies where the first event does that is left
  bytes         TEXT,                  -- NULL where they are not here: rejected or repeated
  UNIQUE (epoch, seq)
) STRICT;
CREATE INDEX event_by_device ON event (device, when_ms) WHERE device IS NOT NULL AND fate = 'stored' AND type <> 'reading.taken';
CREATE INDEX event_of_nodes ON event (when_ms) WHERE device IS NULL AND fate IN ('stored', 'gap') AND type <> 'feedback.answered';
CREATE INDEX event_by_birth ON event (born_epoch, born_seq) WHERE born_epoch IS NOT NULL;
CREATE INDEX event_not_stored ON event (received) WHERE fate <> 'stored';
CREATE INDEX event_configuration ON event (id) WHERE type = 'configuration.loaded';

-- Derived: rebuilt from `event` at any time.

CREATE TABLE exam (
  exam            TEXT NOT NULL,
  device          TEXT NOT NULL,
  orders          TEXT NOT NULL,       -- JSON list of keyed hashes
  study           TEXT,
  modality        TEXT NOT NULL,
  procedure       TEXT NOT NULL,
  subject         TEXT NOT NULL,
  status          TEXT NOT NULL,
  reason          TEXT NOT NULL,
  inferred        INTEGER NOT NULL,
  ordered INTEGER, scheduled INTEGER, arrived INTEGER, in_room INTEGER,
  started INTEGER, ended INTEGER,
  left_room INTEGER, images_complete INTEGER, reported INTEGER, signed INTEGER,
  started_seen INTEGER, ended_seen INTEGER,
  images          INTEGER,
  running_from    INTEGER NOT NULL,
  running_to      INTEGER,
  PRIMARY KEY (device, exam)
) STRICT, WITHOUT ROWID;
CREATE INDEX exam_by_time ON exam (device, running_from);
CREATE INDEX exam_by_procedure ON exam (device, procedure, running_to);

CREATE TABLE fault (
  fault    TEXT NOT NULL,
  device   TEXT NOT NULL,
  code     TEXT NOT NULL,
  effect   TEXT NOT NULL,
  cause    TEXT NOT NULL,
  source   TEXT NOT NULL,
  reported INTEGER NOT NULL,
  called INTEGER, acknowledged INTEGER, on_site INTEGER, repaired INTEGER, released INTEGER,
  closed   INTEGER,
  closed_by TEXT NOT NULL,
  PRIMARY KEY (device, fault)
) STRICT, WITHOUT ROWID;

CREATE TABLE interval (
  device     TEXT NOT NULL,
  from_ms    INTEGER NOT NULL,
  to_ms      INTEGER,                  -- NULL: it still lasts
  state      TEXT NOT NULL,
  cause      TEXT,
  grade      TEXT NOT NULL,
  reason     TEXT NOT NULL,
  source     TEXT NOT NULL,
  exam       TEXT,
  began_node TEXT, began_epoch BLOB, began_seq INTEGER,
  PRIMARY KEY (device, from_ms)
) STRICT, WITHOUT ROWID;

CREATE TABLE contradiction (
  device   TEXT NOT NULL,
  exam     TEXT NOT NULL,
  declared TEXT NOT NULL,
  from_ms  INTEGER NOT NULL,
  PRIMARY KEY (device, exam)
) STRICT, WITHOUT ROWID;

-- Which events before `horizon` still matter to what is derived after it.
CREATE TABLE carry (
  device  TEXT NOT NULL,
  horizon INTEGER NOT NULL,
  events  TEXT NOT NULL,               -- event ids with a blank between
  PRIMARY KEY (device, horizon)
) STRICT, WITHOUT ROWID;

-- derived_until (ms): how far intervals are worked out; and the like.
CREATE TABLE fact (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
