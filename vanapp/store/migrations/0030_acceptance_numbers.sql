-- Acceptance numbers (受理号). The office gives this laptop blocks of them beforehand, each for one day; a sealed application takes
-- the next one of its day. With none left the receipt's own number stands alone until the office says one.
-- A number once taken is never taken back: not by a change of ours, not by one of the office.

CREATE TABLE number_blocks (
    id      TEXT NOT NULL PRIMARY KEY,
    day     TEXT NOT NULL,                     -- that its numbers bear
    head    TEXT NOT NULL,                     -- what all its numbers begin with
    digits  INTEGER NOT NULL CHECK (digits BETWEEN 1 AND 9),
    first   INTEGER NOT NULL CHECK (first >= 0),
    last    INTEGER NOT NULL CHECK (last >= first),
    used    INTEGER NOT NULL DEFAULT 0 CHECK (used BETWEEN 0 AND last - first + 1),
    ended   INTEGER NOT NULL DEFAULT 0 CHECK (ended IN (0, 1)),  -- 1: the office took the rest back
    told    INTEGER NOT NULL DEFAULT -1,       -- `used` as the office heard it last; -1: never
    told_on TEXT NOT NULL DEFAULT ''           -- the day it heard it
) STRICT, WITHOUT ROWID;

CREATE INDEX number_blocks_by_day ON number_blocks (day, id);

CREATE TRIGGER number_blocks_only_grow BEFORE UPDATE ON number_blocks
WHEN NEW.used < OLD.used OR NEW.ended < OLD.ended OR NEW.head <> OLD.head OR NEW.first <> OLD.first
    OR NEW.last <> OLD.last OR NEW.day <> OLD.day OR NEW.digits <> OLD.digits
BEGIN
    SELECT RAISE(ABORT, 'vanapp: already sealed');
END;

CREATE TABLE acceptance_numbers (
    receipt TEXT NOT NULL PRIMARY KEY,         -- applications.number: all versions have the same
    number  TEXT NOT NULL UNIQUE,
    block   TEXT NOT NULL,                     -- '': the office gave it afterwards
    record  TEXT NOT NULL,                     -- the version it was first given to
    at      TEXT NOT NULL,
    told    INTEGER NOT NULL DEFAULT 1         -- 0: a restored office may not know that it gave it
) STRICT, WITHOUT ROWID;

CREATE TRIGGER acceptance_numbers_unchanged BEFORE UPDATE ON acceptance_numbers
WHEN NEW.receipt <> OLD.receipt OR NEW.number <> OLD.number OR NEW.block <> OLD.block
    OR NEW.record <> OLD.record OR NEW.at <> OLD.at
BEGIN
    SELECT RAISE(ABORT, 'vanapp: already sealed');
END;

CREATE TRIGGER acceptance_numbers_stay BEFORE DELETE ON acceptance_numbers
BEGIN
    SELECT RAISE(ABORT, 'vanapp: already sealed');
END;
