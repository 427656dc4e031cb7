-- What the office asks of this van comes over the line: the day's doors with whom to call and how to care, bookings,
-- lists of people, answers known beforehand, earlier photos and prints. A sheet is told whole, under a revision
-- that grows. What an officer began is never taken away by a change: the door keeps its application, and `news` says
-- what the office did meanwhile.

CREATE TABLE work (               -- every sheet heard of
    kind      TEXT NOT NULL,
    id        TEXT NOT NULL,
    revision  INTEGER NOT NULL,
    day       TEXT NOT NULL,
    title     TEXT NOT NULL,
    withdrawn INTEGER NOT NULL CHECK (withdrawn IN (0, 1)),
    PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;

ALTER TABLE visits ADD COLUMN own TEXT NOT NULL DEFAULT '';               -- the office's own id of it, within its sheet
ALTER TABLE visits ADD COLUMN id_number TEXT NOT NULL DEFAULT '';
ALTER TABLE visits ADD COLUMN address TEXT NOT NULL DEFAULT '';
ALTER TABLE visits ADD COLUMN contact TEXT NOT NULL DEFAULT '';           -- whom to call, often not the applicant
ALTER TABLE visits ADD COLUMN contact_relation TEXT NOT NULL DEFAULT '';
ALTER TABLE visits ADD COLUMN phone TEXT NOT NULL DEFAULT '';
ALTER TABLE visits ADD COLUMN care TEXT NOT NULL DEFAULT '';
ALTER TABLE visits ADD COLUMN dropped INTEGER NOT NULL DEFAULT 0;         -- 1: the office called it off
ALTER TABLE visits ADD COLUMN news TEXT NOT NULL DEFAULT '';              -- what it did after this was begun: changed, dropped
ALTER TABLE visits ADD COLUMN news_told INTEGER NOT NULL DEFAULT 1;       -- 0: the officer has not seen it yet

CREATE TABLE listed (             -- people of a roster or an outreach list
    kind        TEXT NOT NULL,
    list        TEXT NOT NULL,
    place       INTEGER NOT NULL,
    name        TEXT NOT NULL,
    id_number   TEXT NOT NULL,
    said        TEXT NOT NULL,                     -- JSON: the other columns
    application TEXT REFERENCES applications (id),
    PRIMARY KEY (kind, list, id_number)
) STRICT, WITHOUT ROWID;

CREATE INDEX listed_by_application ON listed (application);

CREATE TABLE prefills (           -- answers known beforehand; let go when their day is over
    id        TEXT NOT NULL PRIMARY KEY,
    day       TEXT NOT NULL,
    target    TEXT NOT NULL,                       -- a door's own id, or the person's number
    id_number TEXT NOT NULL,
    matter    TEXT NOT NULL,
    answers   TEXT NOT NULL,                       -- JSON
    scenario  TEXT NOT NULL                        -- JSON
) STRICT, WITHOUT ROWID;

CREATE TABLE earlier (            -- photo and prints, sealed to this device as they came; let go when their day is over
    id     TEXT NOT NULL PRIMARY KEY,
    day    TEXT NOT NULL,
    target TEXT NOT NULL,
    sealed BLOB NOT NULL
) STRICT;

ALTER TABLE notices ADD COLUMN sealed BLOB;                               -- of work we could not read: as it came
