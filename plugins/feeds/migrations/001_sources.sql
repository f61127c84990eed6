-- Outside feeds that a column takes in, and what was taken of them.
CREATE TABLE feeds_source (
	id INTEGER PRIMARY KEY,
	"column" INTEGER NOT NULL,	-- its number: paths change
	url TEXT NOT NULL UNIQUE,
	name TEXT NOT NULL,		-- becomes the source of its entries
	every INTEGER NOT NULL,		-- seconds
	paused INTEGER NOT NULL DEFAULT 0,
	etag TEXT NOT NULL DEFAULT '',
	modified TEXT NOT NULL DEFAULT '',
	next_at INTEGER NOT NULL,	-- when it is asked again
	asked_at INTEGER,
	good_at INTEGER,		-- the last answer that could be read
	failures INTEGER NOT NULL DEFAULT 0,	-- in a row
	problem TEXT NOT NULL DEFAULT '',	-- the last one, in a sentence
	taken INTEGER NOT NULL DEFAULT 0,
	added_by TEXT NOT NULL,
	added_at INTEGER NOT NULL
) STRICT;
CREATE INDEX feeds_source_due ON feeds_source (paused, next_at);

-- What an item is known by: its number within a feed, its address, its title
-- and day.  An item with one of these was here before.
CREATE TABLE feeds_seen (
	key TEXT PRIMARY KEY,
	source INTEGER NOT NULL,
	entry INTEGER,			-- NULL: passed over
	at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
