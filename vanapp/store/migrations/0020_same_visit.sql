-- Several matters in one sitting: which applications were taken at one visit. `visit` is the id of the first.

CREATE TABLE same_visit (
    application TEXT NOT NULL PRIMARY KEY REFERENCES applications (id),
    visit       TEXT NOT NULL REFERENCES applications (id)
) STRICT, WITHOUT ROWID;

CREATE INDEX same_visit_by_visit ON same_visit (visit);

CREATE TRIGGER same_visit_unchanged BEFORE UPDATE ON same_visit
BEGIN
    SELECT RAISE(ABORT, 'vanapp: already sealed');
END;

CREATE TRIGGER same_visit_stays BEFORE DELETE ON same_visit
BEGIN
    SELECT RAISE(ABORT, 'vanapp: already sealed');
END;
