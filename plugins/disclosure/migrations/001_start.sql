-- Index numbers: one entry each, for good.  The next of each series.
CREATE TABLE disclosure_number (
	entry INTEGER PRIMARY KEY,
	number TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE disclosure_series (
	series TEXT PRIMARY KEY,	-- the rule filled in, but for {number}
	last INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Requests for disclosure (依申请公开).  What tells of a person (applicant,
-- name, contact, wish, notices and reply) is emptied when the time for keeping
-- it is over; what the annual report counts stays.  `receipt` is the core's
-- row that knows the code.
CREATE TABLE disclosure_request (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	receipt INTEGER UNIQUE,
	applicant TEXT NOT NULL,	-- "person", "company", …
	name TEXT NOT NULL,
	contact TEXT NOT NULL,
	wish TEXT NOT NULL,
	form TEXT NOT NULL,
	received_at INTEGER NOT NULL,
	accepted_at INTEGER,		-- acknowledged by staff
	notice_due INTEGER NOT NULL,	-- for a correction notice
	notice_at INTEGER,		-- asked to correct it
	notice TEXT NOT NULL DEFAULT '',
	corrected_at INTEGER,		-- from here the answer's time runs anew
	due_at INTEGER NOT NULL,
	extended_at INTEGER,
	extension TEXT NOT NULL DEFAULT '',	-- why
	reply_kind TEXT,		-- rules.lua
	partial INTEGER NOT NULL DEFAULT 0,
	reason TEXT NOT NULL DEFAULT '',
	reply TEXT NOT NULL DEFAULT '',
	closed_at INTEGER,
	closed_by TEXT NOT NULL DEFAULT '',
	purged_at INTEGER
) STRICT;
CREATE INDEX disclosure_request_open ON disclosure_request(due_at)
	WHERE closed_at IS NULL;
CREATE INDEX disclosure_request_received ON disclosure_request(received_at);
