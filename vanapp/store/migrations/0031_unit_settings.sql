-- What the bureau set for the station this van works for: one row, replaced whole by the next word.

CREATE TABLE unit_settings (
    one        INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    unit       TEXT NOT NULL,      -- code; '': no unit's van
    revision   INTEGER NOT NULL,
    settings   TEXT NOT NULL,      -- JSON by forms/unit/fields.toml
    changed_at TEXT NOT NULL       -- at the office
) STRICT;
