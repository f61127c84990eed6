-- What was moved in from other systems: by which file's item each entry was
-- made, so that the same file a second time makes none; and where it was, so
-- that its old address leads to it once it is live.
CREATE TABLE import (
	kind TEXT NOT NULL,
	item TEXT NOT NULL,
	entry INTEGER NOT NULL REFERENCES entry(id) ON DELETE CASCADE,
	at INTEGER NOT NULL,
	PRIMARY KEY (kind, item)
) STRICT, WITHOUT ROWID;
CREATE INDEX import_entry ON import(entry);

CREATE TABLE entry_former (
	path TEXT PRIMARY KEY,
	entry INTEGER NOT NULL REFERENCES entry(id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX entry_former_entry ON entry_former(entry);
