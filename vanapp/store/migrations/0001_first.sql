-- The first schema: applications with what was written and captured for them, the outbox, the notices,
-- the day's visits, the audit. Times are UTC text (2026-11-20T09:31:07.123456Z), so they sort.
-- The same conditions stand here as triggers that the use cases check in words: what is sealed stays.

CREATE TABLE numbers (            -- receipt numbers given, per device and day
    device TEXT NOT NULL,
    day    TEXT NOT NULL,
    last   INTEGER NOT NULL,
    PRIMARY KEY (device, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE applications (
    seq        INTEGER PRIMARY KEY AUTOINCREMENT,  -- order of the lists (keyset)
    id         TEXT NOT NULL UNIQUE,               -- ULID
    number     TEXT NOT NULL,                      -- D027-20261120-0007
    version    INTEGER NOT NULL CHECK (version >= 1),
    corrects   TEXT REFERENCES applications (id),
    matter     TEXT NOT NULL,
    form       TEXT NOT NULL,
    pack       TEXT NOT NULL,
    status     TEXT NOT NULL,
    shelf      TEXT NOT NULL,                      -- which list it stands in; follows from status and outbox
    officer    TEXT NOT NULL,
    way        TEXT NOT NULL,
    begun_at   TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    sealed_at  TEXT,
    page       TEXT NOT NULL,
    place      TEXT NOT NULL,
    urgent     INTEGER NOT NULL CHECK (urgent IN (0, 1)),
    training   INTEGER NOT NULL CHECK (training IN (0, 1)),
    trip       TEXT,
    name       TEXT NOT NULL DEFAULT '',           -- copies of two answers, for the search
    id_number  TEXT NOT NULL DEFAULT '',
    UNIQUE (number, version)
) STRICT;

CREATE INDEX applications_by_shelf ON applications (shelf, seq);
CREATE INDEX applications_by_name ON applications (name);
CREATE INDEX applications_by_id_number ON applications (id_number);
CREATE UNIQUE INDEX one_correction ON applications (corrects) WHERE corrects IS NOT NULL AND status <> 'void';

CREATE TRIGGER applications_sealed BEFORE UPDATE ON applications
WHEN OLD.status <> 'draft' AND (
    NEW.id <> OLD.id OR NEW.number <> OLD.number OR NEW.version <> OLD.version
    OR NEW.corrects IS NOT OLD.corrects OR NEW.matter <> OLD.matter OR NEW.form <> OLD.form
    OR NEW.pack <> OLD.pack OR NEW.officer <> OLD.officer OR NEW.way <> OLD.way
    OR NEW.begun_at <> OLD.begun_at OR NEW.sealed_at IS NOT OLD.sealed_at OR NEW.urgent <> OLD.urgent
    OR NEW.training <> OLD.training OR NEW.trip IS NOT OLD.trip OR NEW.name <> OLD.name
    OR NEW.id_number <> OLD.id_number OR NEW.status = 'draft')
BEGIN
    SELECT RAISE(ABORT, 'vanapp: already sealed');
END;

CREATE TRIGGER applications_stay BEFORE DELETE ON applications
BEGIN
    SELECT RAISE(ABORT, 'vanapp: already sealed');
END;

CREATE TABLE answers (
    application TEXT NOT NULL REFERENCES applications (id),
    field       TEXT NOT NULL,
    text        TEXT NOT NULL,
    source      TEXT NOT NULL,
    at          TEXT NOT NULL,
    PRIMARY KEY (application, field)
) STRICT, WITHOUT ROWID;

CREATE TABLE media (              -- bytes under their own digest; never changed, shared by versions
    sha256 TEXT NOT NULL PRIMARY KEY CHECK (length(sha256) = 64),
    bytes  BLOB NOT NULL
) STRICT;

CREATE TRIGGER media_stay BEFORE UPDATE ON media
BEGIN
    SELECT RAISE(ABORT, 'vanapp: already sealed');
END;

CREATE TABLE captures (
    seq          INTEGER PRIMARY KEY,
    application  TEXT NOT NULL REFERENCES applications (id),
    id           TEXT NOT NULL,
    kind         TEXT NOT NULL,
    slot         TEXT NOT NULL,
    media_type   TEXT NOT NULL,
    sha256       TEXT NOT NULL REFERENCES media (sha256),
    size         INTEGER NOT NULL,
    device       TEXT NOT NULL,
    serial       TEXT NOT NULL,
    taken_at     TEXT NOT NULL,
    monotonic_ns INTEGER NOT NULL,
    width_px     INTEGER NOT NULL,
    height_px    INTEGER NOT NULL,
    dpi          INTEGER NOT NULL,
    training     INTEGER NOT NULL,
    facts        TEXT NOT NULL,                    -- JSON
    state        TEXT NOT NULL CHECK (state IN ('current', 'replaced')),
    UNIQUE (application, id)
) STRICT;

CREATE UNIQUE INDEX one_current_capture ON captures (application, slot) WHERE state = 'current';
CREATE INDEX captures_by_media ON captures (sha256);

CREATE TABLE materials (          -- what was seen or taken without a picture
    application TEXT NOT NULL REFERENCES applications (id),
    material    TEXT NOT NULL,
    done_by     TEXT NOT NULL,
    at          TEXT NOT NULL,
    PRIMARY KEY (application, material)
) STRICT, WITHOUT ROWID;

CREATE TABLE verdicts (
    application TEXT NOT NULL REFERENCES applications (id),
    kind        TEXT NOT NULL,
    outcome     TEXT NOT NULL,
    engine      TEXT NOT NULL,
    version     TEXT NOT NULL,
    at          TEXT NOT NULL,
    score       REAL,
    threshold   REAL,
    note        TEXT NOT NULL,
    PRIMARY KEY (application, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE edits (              -- what undo takes back; one step = one thing the officer did
    seq         INTEGER PRIMARY KEY AUTOINCREMENT,
    application TEXT NOT NULL REFERENCES applications (id),
    step        INTEGER NOT NULL,
    kind        TEXT NOT NULL CHECK (kind IN ('answer', 'slot', 'tick')),
    key         TEXT NOT NULL,
    was         TEXT,                              -- text, capture id, done_by; NULL = nothing
    was_source  TEXT
) STRICT;

CREATE INDEX edits_by_application ON edits (application, seq);

CREATE TRIGGER answers_added AFTER INSERT ON answers
WHEN (SELECT status FROM applications WHERE id = NEW.application) <> 'draft'
BEGIN
    SELECT RAISE(ABORT, 'vanapp: already sealed');
END;

CREATE TRIGGER answers_changed BEFORE UPDATE ON answers
WHEN (SELECT status FROM applications WHERE id = OLD.application) <> 'draft'
BEGIN
    SELECT RAISE(ABORT, 'vanapp: already sealed');
END;

CREATE TRIGGER answers_removed BEFORE DELETE ON answers
WHEN (SELECT status FROM applications WHERE id = OLD.application) <> 'draft'
BEGIN
    SELECT RAISE(ABORT, 'vanapp: already sealed');
END;

CREATE TRIGGER captures_added AFTER INSERT ON captures
WHEN (SELECT status FROM applications WHERE id = NEW.application) <> 'draft'
BEGIN
    SELECT RAISE(ABORT, 'vanapp: already sealed');
END;

CREATE TRIGGER captures_changed BEFORE UPDATE ON captures
WHEN (SELECT status FROM applications WHERE id = OLD.application) <> 'draft'
BEGIN
    SELECT RAISE(ABORT, 'vanapp: already sealed');
END;

CREATE TRIGGER captures_removed BEFORE DELETE ON captures
WHEN (SELECT status FROM applications WHERE id = OLD.application) <> 'draft'
BEGIN
    SELECT RAISE(ABORT, 'vanapp: already sealed');
END;

CREATE TRIGGER materials_added AFTER INSERT ON materials
WHEN (SELECT status FROM applications WHERE id = NEW.application) <> 'draft'
BEGIN
    SELECT RAISE(ABORT, 'vanapp: already sealed');
END;

CREATE TRIGGER materials_changed BEFORE UPDATE ON materials
WHEN (SELECT status FROM applications WHERE id = OLD.application) <> 'draft'
BEGIN
    SELECT RAISE(ABORT, 'vanapp: already sealed');
END;

CREATE TRIGGER materials_removed BEFORE DELETE ON materials
WHEN (SELECT status FROM applications WHERE id = OLD.application) <> 'draft'
BEGIN
    SELECT RAISE(ABORT, 'vanapp: already sealed');
END;

CREATE TRIGGER verdicts_added AFTER INSERT ON verdicts
WHEN (SELECT status FROM applications WHERE id = NEW.application) <> 'draft'
BEGIN
    SELECT RAISE(ABORT, 'vanapp: already sealed');
END;

CREATE TRIGGER verdicts_changed BEFORE UPDATE ON verdicts
WHEN (SELECT status FROM applications WHERE id = OLD.application) <> 'draft'
BEGIN
    SELECT RAISE(ABORT, 'vanapp: already sealed');
END;

CREATE TRIGGER verdicts_removed BEFORE DELETE ON verdicts
WHEN (SELECT status FROM applications WHERE id = OLD.application) <> 'draft'
BEGIN
    SELECT RAISE(ABORT, 'vanapp: already sealed');
END;

CREATE TABLE parcels (            -- the sealed bytes; apart from the outbox, so that a try does not rewrite a megabyte
    id     TEXT NOT NULL PRIMARY KEY REFERENCES applications (id),
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    size   INTEGER NOT NULL,
    body   BLOB NOT NULL
) STRICT;

CREATE TRIGGER parcels_stay BEFORE UPDATE ON parcels
BEGIN
    SELECT RAISE(ABORT, 'vanapp: already sealed');
END;

CREATE TABLE outbox (
    seq       INTEGER PRIMARY KEY AUTOINCREMENT,
    id        TEXT NOT NULL UNIQUE REFERENCES parcels (id),
    urgent    INTEGER NOT NULL,
    training  INTEGER NOT NULL,
    state     TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'delivered', 'refused')),
    queued_at TEXT NOT NULL,
    due_at    TEXT NOT NULL,
    tries     INTEGER NOT NULL DEFAULT 0,
    code      TEXT NOT NULL DEFAULT '',            -- last trouble, "" = none
    why       TEXT NOT NULL DEFAULT '{}',          -- its values, JSON
    receipt   TEXT                                 -- JSON, once delivered
) STRICT;

CREATE INDEX outbox_due ON outbox (urgent DESC, seq) WHERE state IN ('waiting', 'sending');

CREATE TABLE notices (            -- what the office said, as it came
    cursor     INTEGER PRIMARY KEY,
    kind       TEXT NOT NULL,
    record     TEXT NOT NULL,
    at         TEXT NOT NULL,
    reasons    TEXT NOT NULL,                      -- JSON array
    fields     TEXT NOT NULL,                      -- JSON array
    extra      TEXT NOT NULL,                      -- JSON object
    applied_at TEXT NOT NULL,
    moved      INTEGER NOT NULL                    -- 1 when it changed a status
) STRICT;

CREATE INDEX notices_by_record ON notices (record, cursor);

CREATE TABLE cursor (             -- one row: how far the office's notices were applied
    one  INTEGER PRIMARY KEY CHECK (one = 1),
    last INTEGER NOT NULL
) STRICT;

INSERT INTO cursor VALUES (1, 0);

CREATE TABLE trips (
    id    TEXT NOT NULL PRIMARY KEY,
    day   TEXT NOT NULL,
    unit  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX trips_by_day ON trips (day);

CREATE TABLE visits (
    id          TEXT NOT NULL PRIMARY KEY,
    trip        TEXT NOT NULL REFERENCES trips (id),
    at          TEXT NOT NULL,                     -- local time 09:30
    kind        TEXT NOT NULL,
    title       TEXT NOT NULL,
    age         INTEGER,
    matter      TEXT,
    note        TEXT NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('planned', 'open', 'done')),
    application TEXT REFERENCES applications (id),
    person      TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX visits_by_trip ON visits (trip, at);
CREATE INDEX visits_by_application ON visits (application);

CREATE TABLE places (             -- where each officer is, so that a power cut costs nothing
    officer     TEXT NOT NULL PRIMARY KEY,
    application TEXT NOT NULL REFERENCES applications (id),
    at          TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (              -- who did what; each entry carries the digest of the one before
    seq     INTEGER PRIMARY KEY,
    at      TEXT NOT NULL,
    officer TEXT NOT NULL,
    what    TEXT NOT NULL,
    subject TEXT NOT NULL,
    facts   TEXT NOT NULL,                         -- JSON: ids, codes, counts; no personal data
    prev    TEXT NOT NULL,
    hash    TEXT NOT NULL
) STRICT;

CREATE INDEX audit_by_subject ON audit (subject);

CREATE TRIGGER audit_chain BEFORE INSERT ON audit
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM audit)
    OR NEW.prev IS NOT coalesce((SELECT hash FROM audit ORDER BY seq DESC LIMIT 1), '')
BEGIN
    SELECT RAISE(ABORT, 'vanapp: audit chain');
END;

CREATE TRIGGER audit_no_change BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'vanapp: audit is append-only');
END;

CREATE TRIGGER audit_no_removal BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'vanapp: audit is append-only');
END;
