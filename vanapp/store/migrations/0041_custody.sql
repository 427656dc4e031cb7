-- People's originals the van holds: documents and old cards that were handed in. Each has a number that stands on its label.
-- What happened to it only goes on; who gave it and who took it is confirmed each time.

CREATE TABLE custody (
    number      TEXT NOT NULL PRIMARY KEY,         -- D027-K000001
    application TEXT NOT NULL REFERENCES applications (id),
    receipt     TEXT NOT NULL,                     -- applications.number
    item        TEXT NOT NULL,                     -- a material's id, "old_card", "other"
    note        TEXT NOT NULL,                     -- what it is, in the officer's words
    taken_at    TEXT NOT NULL,
    taken_by    TEXT NOT NULL,                     -- officer
    confirmed   TEXT NOT NULL,                     -- how the giver confirmed: signature, officer
    state       TEXT NOT NULL CHECK (state IN ('held', 'returned', 'sent_on')),
    ended_at    TEXT,
    ended_by    TEXT,
    ended_to    TEXT NOT NULL DEFAULT '',          -- whom it was given to; of sent_on: where
    ended_how   TEXT NOT NULL DEFAULT '',
    CHECK ((state = 'held') = (ended_at IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX custody_by_state ON custody (state, number);
CREATE INDEX custody_by_receipt ON custody (receipt);

CREATE TRIGGER custody_goes_on BEFORE UPDATE ON custody
WHEN OLD.state <> 'held' OR NEW.state = 'held' OR NEW.number <> OLD.number OR NEW.application <> OLD.application
    OR NEW.item <> OLD.item OR NEW.note <> OLD.note OR NEW.taken_at <> OLD.taken_at OR NEW.taken_by <> OLD.taken_by
    OR NEW.receipt <> OLD.receipt OR NEW.confirmed <> OLD.confirmed
BEGIN
    SELECT RAISE(ABORT, 'vanapp: already sealed');
END;

CREATE TRIGGER custody_stays BEFORE DELETE ON custody
BEGIN
    SELECT RAISE(ABORT, 'vanapp: already sealed');
END;
