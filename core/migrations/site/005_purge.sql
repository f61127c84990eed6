-- Purging: the content of an entry is taken out of everything that is kept,
-- with a row of the public record that says so.  What stays: numbers, times,
-- names of staff and hashes.

-- Room for the act "purge" (SQLite can't change a CHECK).  The rows, their
-- hashes and their order stay as they are.
CREATE TABLE ledger_with_purge (
	id INTEGER PRIMARY KEY,
	at INTEGER NOT NULL,
	act TEXT NOT NULL CHECK (act IN ('publish', 'correct', 'withdraw',
	    'purge')),
	entry INTEGER NOT NULL,
	title TEXT NOT NULL,		-- "" of types that are personal
	content_hash TEXT NOT NULL,
	reason TEXT NOT NULL DEFAULT '',
	previous TEXT NOT NULL,
	hash TEXT NOT NULL
) STRICT;
INSERT INTO ledger_with_purge SELECT id, at, act, entry, title, content_hash,
	reason, previous, hash FROM ledger ORDER BY id;
DROP TABLE ledger;
ALTER TABLE ledger_with_purge RENAME TO ledger;
CREATE INDEX ledger_entry ON ledger(entry, id);
CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger
BEGIN SELECT raise(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger
BEGIN SELECT raise(ABORT, 'the ledger is append-only'); END;

-- Entries that were purged.  No row comes without its row of the ledger, and
-- none goes.
CREATE TABLE purge (
	entry INTEGER PRIMARY KEY REFERENCES entry(id),
	at INTEGER NOT NULL,
	user_name TEXT NOT NULL,
	role TEXT NOT NULL,
	reason TEXT NOT NULL
) STRICT;
CREATE TRIGGER purge_recorded BEFORE INSERT ON purge
WHEN NOT EXISTS (SELECT 1 FROM ledger WHERE entry = new.entry
    AND act = 'purge')
BEGIN SELECT raise(ABORT, 'a purge needs its row in the ledger'); END;
CREATE TRIGGER purge_no_update BEFORE UPDATE ON purge
BEGIN SELECT raise(ABORT, 'purges are recorded for good'); END;
CREATE TRIGGER purge_no_delete BEFORE DELETE ON purge
BEGIN SELECT raise(ABORT, 'purges are recorded for good'); END;

-- The one exception to immutable revisions: of an entry that is purged, text
-- and note may become empty, and nothing else of the row may change.
DROP TRIGGER revision_no_update;
CREATE TRIGGER revision_no_update BEFORE UPDATE ON revision
WHEN NOT (new.content = '{}' AND new.note = '' AND new.id = old.id
    AND new.entry = old.entry AND new.number = old.number
    AND new."column" = old."column" AND new.hash = old.hash
    AND new.user = old.user AND new.user_name = old.user_name
    AND new.at = old.at
    AND EXISTS (SELECT 1 FROM purge WHERE entry = old.entry))
BEGIN SELECT raise(ABORT, 'revisions are immutable'); END;

-- For lists by type: terms, people.
CREATE INDEX live_type ON live(type, published_at DESC, entry DESC);
