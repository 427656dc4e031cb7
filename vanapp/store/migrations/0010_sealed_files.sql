-- A parcel's bytes now lie in a file of their own (records/ID.cms), sealed for the bureau: three times as many
-- a second, they survive a damaged database, and can go while the disk is full. `body` keeps what older programs
-- put there; '' means the file has it. Beside it: the chain in which an office sees a gap or a fork, and who this
-- device is to its office.

CREATE TABLE chain (              -- one row: the parcel sealed last
    only_one INTEGER NOT NULL PRIMARY KEY CHECK (only_one = 1),
    van      TEXT NOT NULL,
    chain    TEXT NOT NULL,       -- drawn when the first is sealed for this van
    sequence INTEGER NOT NULL,    -- of the parcel sealed last; 0 = none
    previous TEXT NOT NULL        -- its SHA-256, '' = none
) STRICT;

CREATE TABLE device (             -- one row: this laptop's own papers
    only_one    INTEGER NOT NULL PRIMARY KEY CHECK (only_one = 1),
    van         TEXT NOT NULL,
    private_key BLOB NOT NULL,    -- PKCS#8, made here, never leaves
    pass_phrase TEXT NOT NULL,    -- of the copy of the key that TLS reads from a file
    certificate TEXT NOT NULL,    -- PEM, '' until the office has issued one
    authority   TEXT NOT NULL,    -- PEM of the office's CA
    suite       TEXT NOT NULL,
    bureau      TEXT NOT NULL,    -- JSON array of PEM, current one first
    epoch       TEXT NOT NULL     -- the office's, as last seen
) STRICT;
