-- A fee slip that was printed again: why, and how many times before. The slip says so.

CREATE TABLE fee_reprints (
    number  TEXT NOT NULL REFERENCES ledger (number),
    nth     INTEGER NOT NULL CHECK (nth >= 1),
    at      TEXT NOT NULL,
    officer TEXT NOT NULL,
    reason  TEXT NOT NULL CHECK (reason <> ''),
    PRIMARY KEY (number, nth)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER fee_reprints_no_change BEFORE UPDATE ON fee_reprints
BEGIN
    SELECT RAISE(ABORT, 'vanapp: already sealed');
END;

CREATE TRIGGER fee_reprints_no_removal BEFORE DELETE ON fee_reprints
BEGIN
    SELECT RAISE(ABORT, 'vanapp: already sealed');
END;
