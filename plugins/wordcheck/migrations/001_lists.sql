-- Lists and their rules; a list that came with the plugin is `shipped` and is
-- replaced when the plugin brings a newer one.
CREATE TABLE wordcheck_list (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL UNIQUE,
	title TEXT NOT NULL,
	version TEXT NOT NULL,
	shipped INTEGER NOT NULL DEFAULT 0,
	enabled INTEGER NOT NULL DEFAULT 1,
	fold INTEGER NOT NULL,			-- core/base/words.h, bits
	updated_at INTEGER NOT NULL,
	updated_by TEXT NOT NULL
) STRICT;

CREATE TABLE wordcheck_rule (
	id INTEGER PRIMARY KEY,
	list INTEGER NOT NULL REFERENCES wordcheck_list(id) ON DELETE CASCADE,
	kind TEXT NOT NULL,
	rule TEXT NOT NULL,
	severity TEXT NOT NULL CHECK (severity IN ('note', 'warn', 'block')),
	suggestion TEXT NOT NULL DEFAULT '',
	reason TEXT NOT NULL DEFAULT '',
	UNIQUE (list, kind, rule)
) STRICT;

-- Raised with every change of lists or rules: compiled lists go by it.
CREATE TABLE wordcheck_state (
	id INTEGER PRIMARY KEY CHECK (id = 1),
	generation INTEGER NOT NULL,
	shipped TEXT NOT NULL
) STRICT;
INSERT INTO wordcheck_state VALUES (1, 1, '');

-- What was found in a text that was submitted, by its hash.
CREATE TABLE wordcheck_found (
	entry INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	hash TEXT NOT NULL,
	at INTEGER NOT NULL,
	stopped INTEGER NOT NULL,
	hits TEXT NOT NULL,			-- JSON
	PRIMARY KEY (entry, revision)
) STRICT, WITHOUT ROWID;

-- Asked for by an author, decided by somebody else; both go by the hash, so
-- that another text needs another decision.
CREATE TABLE wordcheck_appeal (
	id INTEGER PRIMARY KEY,
	entry INTEGER NOT NULL,
	title TEXT NOT NULL,
	hash TEXT NOT NULL,
	note TEXT NOT NULL,
	by_id INTEGER NOT NULL,
	by_name TEXT NOT NULL,
	at INTEGER NOT NULL,
	decision TEXT NOT NULL DEFAULT '',	-- '', passed, refused
	reason TEXT NOT NULL DEFAULT '',
	decided_by TEXT NOT NULL DEFAULT '',
	decided_at INTEGER,
	UNIQUE (entry, hash)
) STRICT;
