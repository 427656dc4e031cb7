-- Accepted with a paper missing (容缺): which, until when, who sees to it. Promised while the application is written; once sealed a
-- promise only ends: kept by a new version with the scan, or by the paper handed in at the station.

CREATE TABLE promises (
    application TEXT NOT NULL REFERENCES applications (id),
    material    TEXT NOT NULL,
    due         TEXT NOT NULL,                     -- the office's day, 2026-12-05
    who         TEXT NOT NULL,                     -- officer who sees to it
    at          TEXT NOT NULL,
    kept_at     TEXT,
    kept_by     TEXT NOT NULL DEFAULT '',          -- officer
    kept_how    TEXT NOT NULL DEFAULT '',          -- scan, station
    PRIMARY KEY (application, material)
) STRICT, WITHOUT ROWID;

CREATE INDEX promises_open ON promises (due) WHERE kept_at IS NULL;

CREATE TRIGGER promises_added AFTER INSERT ON promises
WHEN (SELECT status FROM applications WHERE id = NEW.application) <> 'draft'
BEGIN
    SELECT RAISE(ABORT, 'vanapp: already sealed');
END;

CREATE TRIGGER promises_only_end BEFORE UPDATE ON promises
WHEN OLD.kept_at IS NOT NULL OR NEW.kept_at IS NULL OR NEW.application <> OLD.application
    OR NEW.material <> OLD.material OR NEW.due <> OLD.due OR NEW.who <> OLD.who OR NEW.at <> OLD.at
BEGIN
    SELECT RAISE(ABORT, 'vanapp: already sealed');
END;

CREATE TRIGGER promises_removed BEFORE DELETE ON promises
WHEN (SELECT status FROM applications WHERE id = OLD.application) <> 'draft'
BEGIN
    SELECT RAISE(ABORT, 'vanapp: already sealed');
END;
