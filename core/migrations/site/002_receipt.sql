-- What visitors send, and where it stands.  Nothing here tells who sent it:
-- no address, cookie or device; whoever has the code may ask, nobody else.
CREATE TABLE receipt (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	code_hash TEXT NOT NULL UNIQUE,	-- SHA-256 of the code, in hex
	kind TEXT NOT NULL,		-- "qa.question", "disclosure.request"
	"column" INTEGER NOT NULL REFERENCES "column"(id),
	entry INTEGER UNIQUE REFERENCES entry(id),	-- that was made for it
	unit TEXT NOT NULL DEFAULT '',	-- in charge, by its name then
	title TEXT NOT NULL,
	content TEXT NOT NULL,		-- JSON: what the sender wrote
	state TEXT NOT NULL DEFAULT 'received' CHECK (state IN ('received',
	    'accepted', 'review', 'answered', 'withheld', 'closed')),
	outcome TEXT NOT NULL DEFAULT '',	-- a rule's or reason's name
	reply TEXT NOT NULL DEFAULT '',	-- for the sender alone
	decided_role TEXT NOT NULL DEFAULT '',
	received_at INTEGER NOT NULL,
	due_at INTEGER,			-- NULL: no limit
	extended_at INTEGER,
	closed_at INTEGER
) STRICT;
CREATE INDEX receipt_due ON receipt(due_at, id);
CREATE INDEX receipt_received ON receipt(received_at, id);

-- The state follows the entry, whoever moves it.  A withdrawn answer stays an
-- answer: its page says what became of it.
CREATE TRIGGER receipt_answered AFTER INSERT ON live
BEGIN
	UPDATE receipt SET state = 'answered', outcome = '', reply = '',
	    closed_at = new.published_at WHERE entry = new.entry
	    AND state NOT IN ('answered', 'withheld', 'closed');
END;
CREATE TRIGGER receipt_in_review AFTER UPDATE OF state ON entry
WHEN new.state <> old.state
BEGIN
	UPDATE receipt SET state = CASE WHEN new.state IN ('review',
	    'approved') THEN 'review' ELSE 'accepted' END
	    WHERE entry = new.id AND (state = 'review' OR new.state IN
	    ('review', 'approved')) AND state IN ('received', 'accepted',
	    'review');
END;
CREATE TRIGGER receipt_moved AFTER UPDATE OF "column" ON entry
WHEN new."column" <> old."column"
BEGIN
	UPDATE receipt SET "column" = new."column" WHERE entry = new.id;
END;

-- Challenges that were used: none counts twice.
CREATE TABLE challenge (
	id TEXT PRIMARY KEY,
	words INTEGER NOT NULL,		-- 1: answered in words, not by work
	at INTEGER NOT NULL,
	until INTEGER NOT NULL		-- when it would have expired
) STRICT, WITHOUT ROWID;
CREATE INDEX challenge_until ON challenge(until);
CREATE INDEX challenge_words ON challenge(at) WHERE words = 1;
