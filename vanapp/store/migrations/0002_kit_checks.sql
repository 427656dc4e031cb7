-- The kit checks before departure: which instruments worked, when and for whom. No image, nothing of a
-- person: rows are kinds, verdicts, codes, seconds and sizes. What was found stays as it was found.

CREATE TABLE kit_checks (
    seq      INTEGER PRIMARY KEY AUTOINCREMENT,
    at       TEXT NOT NULL,                        -- when it ended
    officer  TEXT NOT NULL,
    good     INTEGER NOT NULL CHECK (good BETWEEN 0 AND total),
    total    INTEGER NOT NULL CHECK (total >= 0),
    seconds  REAL NOT NULL CHECK (seconds >= 0),
    training INTEGER NOT NULL CHECK (training IN (0, 1)),
    rows     TEXT NOT NULL                         -- JSON
) STRICT;

CREATE TRIGGER kit_checks_unchanged BEFORE UPDATE ON kit_checks
BEGIN
    SELECT RAISE(ABORT, 'vanapp: already sealed');
END;

CREATE TRIGGER kit_checks_stay BEFORE DELETE ON kit_checks
BEGIN
    SELECT RAISE(ABORT, 'vanapp: already sealed');
END;
