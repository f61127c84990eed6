-- site.db: everything of one site, so that its folder is the site.

CREATE TABLE setting (
	name TEXT PRIMARY KEY,
	value TEXT NOT NULL		-- JSON
) STRICT, WITHOUT ROWID;

CREATE TABLE "column" (
	id INTEGER PRIMARY KEY AUTOINCREMENT,	-- never given twice: grants name it
	parent INTEGER REFERENCES "column"(id),
	slug TEXT NOT NULL,
	path TEXT NOT NULL UNIQUE,	-- slugs from the root, as "news/notice"
	title TEXT NOT NULL,
	description TEXT NOT NULL DEFAULT '',
	keywords TEXT NOT NULL DEFAULT '',
	type TEXT NOT NULL DEFAULT 'article',
	unit INTEGER,			-- hub.db's unit; NULL: as the parent
	freshness_days INTEGER,		-- NULL: as the parent
	position INTEGER NOT NULL DEFAULT 0,
	in_menu INTEGER NOT NULL DEFAULT 1,
	created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX column_parent ON "column"(parent, position);

-- Review steps as data.  A change makes a new version; a running entry keeps
-- the one that it was submitted under.  column NULL: the whole site.
CREATE TABLE workflow (
	id INTEGER PRIMARY KEY,
	"column" INTEGER REFERENCES "column"(id),
	version INTEGER NOT NULL,
	steps TEXT NOT NULL,		-- JSON: [{"title":"初审","hours":24}, …]
	created_at INTEGER NOT NULL,
	created_by TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX workflow_version ON workflow(coalesce("column", 0), version);
INSERT INTO workflow (version, steps, created_at, created_by) VALUES (1,
	'[{"hours":24,"title":"初审"},{"hours":24,"title":"复审"},{"hours":24,"title":"终审"}]',
	unixepoch(), '');

CREATE TABLE entry (
	id INTEGER PRIMARY KEY,
	"column" INTEGER NOT NULL REFERENCES "column"(id),	-- of the newest revision
	type TEXT NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('draft', 'review', 'returned',
	    'approved', 'published', 'withdrawn', 'trash')),
	state_before_trash TEXT,
	title TEXT NOT NULL,		-- of the newest revision, for lists
	revision INTEGER,		-- the newest
	submission INTEGER,		-- the running or last one
	step INTEGER NOT NULL DEFAULT 0,	-- that waits, while in review
	due_at INTEGER,			-- when that step is overdue
	publish_at INTEGER,		-- asked for by schedule; NULL: at once
	author INTEGER NOT NULL,	-- user who created it
	author_name TEXT NOT NULL,
	created_at INTEGER NOT NULL,
	updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX entry_state ON entry(state, updated_at);
CREATE INDEX entry_column ON entry("column", updated_at);
CREATE INDEX entry_author ON entry(author, updated_at);
CREATE INDEX entry_review ON entry(step, updated_at) WHERE state = 'review';
CREATE INDEX entry_updated ON entry(updated_at, id);

-- Immutable snapshots.
CREATE TABLE revision (
	id INTEGER PRIMARY KEY,
	entry INTEGER NOT NULL REFERENCES entry(id) ON DELETE CASCADE,
	number INTEGER NOT NULL,	-- 1, 2, 3 … within the entry
	"column" INTEGER NOT NULL,
	content TEXT NOT NULL,		-- canonical JSON, all fields of the type
	hash TEXT NOT NULL,		-- SHA-256 of type, column and content
	note TEXT NOT NULL DEFAULT '',
	user INTEGER NOT NULL,
	user_name TEXT NOT NULL,
	at INTEGER NOT NULL,
	UNIQUE (entry, number)
) STRICT;
CREATE TRIGGER revision_no_update BEFORE UPDATE ON revision
BEGIN SELECT raise(ABORT, 'revisions are immutable'); END;

CREATE TABLE autosave (
	entry INTEGER NOT NULL REFERENCES entry(id) ON DELETE CASCADE,
	user INTEGER NOT NULL,
	base_revision INTEGER NOT NULL,
	content TEXT NOT NULL,
	at INTEGER NOT NULL,
	PRIMARY KEY (entry, user)
) STRICT, WITHOUT ROWID;

-- One text put before the reviewers: exactly one revision and its hash.
CREATE TABLE submission (
	id INTEGER PRIMARY KEY,
	entry INTEGER NOT NULL REFERENCES entry(id) ON DELETE CASCADE,
	revision INTEGER NOT NULL REFERENCES revision(id),
	hash TEXT NOT NULL,
	workflow INTEGER NOT NULL REFERENCES workflow(id),
	user INTEGER NOT NULL,
	user_name TEXT NOT NULL,
	secrecy_checked INTEGER NOT NULL,
	note TEXT NOT NULL DEFAULT '',
	at INTEGER NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('open', 'approved', 'returned',
	    'published', 'void'))
) STRICT;
CREATE INDEX submission_entry ON submission(entry);

-- What reviewers did.  An approval that a return to an earlier step undid is
-- kept with valid = 0: its reviewer may still not take another step.
CREATE TABLE review (
	id INTEGER PRIMARY KEY,
	submission INTEGER NOT NULL REFERENCES submission(id) ON DELETE CASCADE,
	step INTEGER NOT NULL,
	act TEXT NOT NULL CHECK (act IN ('approve', 'return')),
	valid INTEGER NOT NULL DEFAULT 1,
	user INTEGER NOT NULL,
	user_name TEXT NOT NULL,
	role TEXT NOT NULL,
	hash TEXT NOT NULL,
	comment TEXT NOT NULL DEFAULT '',
	to_step INTEGER,
	at INTEGER NOT NULL
) STRICT;
CREATE INDEX review_submission ON review(submission);
CREATE UNIQUE INDEX review_step ON review(submission, step)
	WHERE act = 'approve' AND valid = 1;
CREATE UNIQUE INDEX review_person ON review(submission, user)
	WHERE act = 'approve' AND valid = 1;

-- The published copy: the only thing that public pages, search and feeds read.
-- What lists show stands before the long content, so that they needn't read it.
CREATE TABLE live (
	entry INTEGER PRIMARY KEY REFERENCES entry(id),
	revision INTEGER NOT NULL,
	submission INTEGER NOT NULL,
	"column" INTEGER NOT NULL REFERENCES "column"(id),
	type TEXT NOT NULL,
	published_at INTEGER NOT NULL,	-- PubDate: the first publishing transaction
	corrected_at INTEGER,		-- the last one, when it was another
	cover TEXT,			-- media hash
	hash TEXT NOT NULL,
	title TEXT NOT NULL,
	source TEXT NOT NULL,
	tags TEXT NOT NULL,		-- JSON: ["…", …]
	summary TEXT NOT NULL,
	content TEXT NOT NULL
) STRICT;
CREATE INDEX live_column ON live("column", published_at DESC, entry DESC);
CREATE INDEX live_published ON live(published_at DESC, entry DESC);
CREATE INDEX live_cover ON live(published_at DESC, entry DESC)
	WHERE cover IS NOT NULL;

-- Where a live entry is listed: in its column and in all columns above.  A
-- column's page walks this index however much the site holds.
CREATE TABLE place (
	"column" INTEGER NOT NULL,
	published_at INTEGER NOT NULL,
	entry INTEGER NOT NULL,
	cover INTEGER NOT NULL,		-- has one
	PRIMARY KEY ("column", published_at, entry)
) STRICT, WITHOUT ROWID;
CREATE INDEX place_entry ON place(entry);
CREATE INDEX place_cover ON place("column", published_at, entry)
	WHERE cover = 1;

-- How many of them a column has, by day of publication (in UTC; -1: in all),
-- so that a far page is found without walking to it.  Column 0: the site.
CREATE TABLE place_count (
	"column" INTEGER NOT NULL,
	day INTEGER NOT NULL,
	entries INTEGER NOT NULL,
	PRIMARY KEY ("column", day)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER place_add AFTER INSERT ON place BEGIN
	INSERT INTO place_count ("column", day, entries)
	VALUES (new."column", -1, 1), (new."column", new.published_at / 86400, 1)
	ON CONFLICT DO UPDATE SET entries = entries + 1;
END;
CREATE TRIGGER place_drop AFTER DELETE ON place BEGIN
	UPDATE place_count SET entries = entries - 1
	WHERE "column" = old."column" AND day IN (-1, old.published_at / 86400);
	DELETE FROM place_count WHERE "column" = old."column"
	AND day = old.published_at / 86400 AND entries = 0;
END;
CREATE TRIGGER live_add AFTER INSERT ON live BEGIN
	INSERT INTO place_count ("column", day, entries) VALUES (0, -1, 1)
	ON CONFLICT DO UPDATE SET entries = entries + 1;
	INSERT INTO place ("column", published_at, entry, cover)
	SELECT a.id, new.published_at, new.entry, new.cover IS NOT NULL
	FROM "column" k JOIN "column" a ON k.path = a.path
	OR substr(k.path, 1, length(a.path) + 1) = a.path || '/'
	WHERE k.id = new."column";
END;
CREATE TRIGGER live_drop AFTER DELETE ON live BEGIN
	UPDATE place_count SET entries = entries - 1 WHERE "column" = 0;
	DELETE FROM place WHERE entry = old.entry;
END;
CREATE TRIGGER live_change AFTER UPDATE OF "column", published_at, cover ON live
WHEN old."column" <> new."column" OR old.published_at <> new.published_at
OR (old.cover IS NULL) <> (new.cover IS NULL) BEGIN
	DELETE FROM place WHERE entry = old.entry;
	INSERT INTO place ("column", published_at, entry, cover)
	SELECT a.id, new.published_at, new.entry, new.cover IS NOT NULL
	FROM "column" k JOIN "column" a ON k.path = a.path
	OR substr(k.path, 1, length(a.path) + 1) = a.path || '/'
	WHERE k.id = new."column";
END;

-- What stands in place of a withdrawn page.
CREATE TABLE tombstone (
	entry INTEGER PRIMARY KEY REFERENCES entry(id),
	title TEXT NOT NULL,
	"column" INTEGER NOT NULL,
	reason TEXT NOT NULL,
	withdrawn_at INTEGER NOT NULL
) STRICT;

-- The public record.  Each row holds the hash of the one before it.
CREATE TABLE ledger (
	id INTEGER PRIMARY KEY,
	at INTEGER NOT NULL,
	act TEXT NOT NULL CHECK (act IN ('publish', 'correct', 'withdraw')),
	entry INTEGER NOT NULL,
	title TEXT NOT NULL,
	content_hash TEXT NOT NULL,
	reason TEXT NOT NULL DEFAULT '',
	previous TEXT NOT NULL,
	hash TEXT NOT NULL
) STRICT;
CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger
BEGIN SELECT raise(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger
BEGIN SELECT raise(ABORT, 'the ledger is append-only'); END;

CREATE TABLE media (
	hash TEXT PRIMARY KEY,		-- SHA-256 of the stored bytes, hex
	name TEXT NOT NULL,
	type TEXT NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('picture', 'audio', 'video', 'document')),
	bytes INTEGER NOT NULL,
	width INTEGER,
	height INTEGER,
	alt TEXT NOT NULL DEFAULT '',
	user INTEGER NOT NULL,
	user_name TEXT NOT NULL,
	at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE media_use (
	media TEXT NOT NULL REFERENCES media(hash),
	revision INTEGER NOT NULL REFERENCES revision(id) ON DELETE CASCADE,
	PRIMARY KEY (media, revision)
) STRICT, WITHOUT ROWID;
CREATE INDEX media_use_revision ON media_use(revision);
CREATE INDEX media_at ON media(at DESC, hash);

-- Work for the clerk.  A job that is being done has a lease; one whose lease
-- ran out is done again.
CREATE TABLE job (
	id INTEGER PRIMARY KEY,
	kind TEXT NOT NULL,
	object INTEGER NOT NULL DEFAULT 0,
	payload TEXT NOT NULL DEFAULT '{}',
	due_at INTEGER NOT NULL,
	leased_until INTEGER NOT NULL DEFAULT 0,
	attempts INTEGER NOT NULL DEFAULT 0,
	failure TEXT NOT NULL DEFAULT '',
	UNIQUE (kind, object)
) STRICT;
CREATE INDEX job_due ON job(due_at);

CREATE TABLE audit (
	id INTEGER PRIMARY KEY,
	at INTEGER NOT NULL,
	user INTEGER,
	user_name TEXT NOT NULL,
	role TEXT NOT NULL,
	act TEXT NOT NULL,
	object TEXT NOT NULL,
	result TEXT NOT NULL,
	detail TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX audit_at ON audit(at);
CREATE INDEX audit_object ON audit(object);
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
BEGIN SELECT raise(ABORT, 'audit is append-only'); END;
CREATE TRIGGER audit_no_early_delete BEFORE DELETE ON audit
WHEN old.at > unixepoch() - 184 * 86400
BEGIN SELECT raise(ABORT, 'audit is kept 184 days'); END;
