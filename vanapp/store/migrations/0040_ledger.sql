-- The fees: what each application owes, what came in, what went back, and the closings that count the drawer. Amounts are
-- whole fen. Entries only grow; what was wrong is answered by a second entry. What a closing counted does not change any more.

CREATE TABLE ledger (
    seq         INTEGER PRIMARY KEY AUTOINCREMENT,
    number      TEXT NOT NULL UNIQUE,              -- D027-F000001: this laptop's own block, none twice, none left out
    day         TEXT NOT NULL,                     -- the office's
    at          TEXT NOT NULL,
    officer     TEXT NOT NULL,
    kind        TEXT NOT NULL CHECK (kind IN ('charge', 'pay', 'void', 'float')),
    way         TEXT NOT NULL CHECK (way IN ('', 'cash', 'scan')),
    receipt     TEXT NOT NULL,                     -- applications.number: all versions; '': of the drawer itself
    cents       INTEGER NOT NULL,                  -- owed, come in, or (below 0) gone back
    rule        TEXT NOT NULL DEFAULT '',          -- of a charge: why it is as much
    waiver      TEXT NOT NULL DEFAULT '',
    voids       TEXT REFERENCES ledger (number),
    reason      TEXT NOT NULL DEFAULT '',
    CHECK ((kind = 'charge') = (way = '')),
    CHECK ((kind = 'float') = (receipt = '') OR kind = 'void'),
    CHECK (kind <> 'pay' OR cents > 0),
    CHECK ((kind = 'void') = (voids IS NOT NULL)),
    CHECK (kind <> 'void' OR reason <> '')
) STRICT;

CREATE INDEX ledger_by_receipt ON ledger (receipt);
CREATE UNIQUE INDEX ledger_voided_once ON ledger (voids) WHERE voids IS NOT NULL;

CREATE TRIGGER ledger_void_mirrors BEFORE INSERT ON ledger
WHEN NEW.kind = 'void' AND NOT EXISTS (SELECT 1 FROM ledger o WHERE o.number = NEW.voids AND o.kind = 'pay'
    AND o.way = NEW.way AND o.receipt = NEW.receipt AND o.cents = -NEW.cents)
BEGIN
    SELECT RAISE(ABORT, 'vanapp: ledger void');
END;

CREATE TRIGGER ledger_no_change BEFORE UPDATE ON ledger
BEGIN
    SELECT RAISE(ABORT, 'vanapp: already sealed');
END;

CREATE TRIGGER ledger_no_removal BEFORE DELETE ON ledger
BEGIN
    SELECT RAISE(ABORT, 'vanapp: already sealed');
END;

CREATE TABLE closings (
    seq     INTEGER PRIMARY KEY AUTOINCREMENT,
    number  TEXT NOT NULL UNIQUE,                  -- D027-C000001
    day     TEXT NOT NULL,
    at      TEXT NOT NULL,
    officer TEXT NOT NULL,
    through INTEGER NOT NULL,                      -- the last ledger.seq it counts
    opened  INTEGER NOT NULL CHECK (opened >= 0),  -- what lay in the drawer before, and what was put in as change
    cash    INTEGER NOT NULL,                      -- came in less went back
    scan    INTEGER NOT NULL,
    counted INTEGER NOT NULL CHECK (counted >= 0),
    kept    INTEGER NOT NULL CHECK (kept BETWEEN 0 AND counted),  -- stays in the drawer; the rest is handed in
    pieces  TEXT NOT NULL,                         -- JSON: notes and coins, face in fen -> how many
    held    INTEGER NOT NULL,                      -- people's originals the van holds
    reason  TEXT NOT NULL,
    CHECK (counted = opened + cash OR reason <> '')
) STRICT;

CREATE TRIGGER closings_no_change BEFORE UPDATE ON closings
BEGIN
    SELECT RAISE(ABORT, 'vanapp: already sealed');
END;

CREATE TRIGGER closings_no_removal BEFORE DELETE ON closings
BEGIN
    SELECT RAISE(ABORT, 'vanapp: already sealed');
END;
