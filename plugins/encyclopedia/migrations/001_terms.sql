-- What the index of terms needs beside `live`: how they are read, sorted and
-- called.  All of it can be made again from `live` (init.lua, sync).
CREATE TABLE encyclopedia_term (
	entry INTEGER PRIMARY KEY,
	hash TEXT NOT NULL,		-- of the live text that it was made from
	title TEXT NOT NULL,
	traditional TEXT NOT NULL,	-- "" where the same
	letter TEXT NOT NULL,		-- A to Z, "#"
	sort TEXT NOT NULL,		-- pinyin
	category TEXT NOT NULL,
	summary TEXT NOT NULL,
	url TEXT NOT NULL
) STRICT;
CREATE INDEX encyclopedia_term_sort ON encyclopedia_term(sort, entry);
CREATE INDEX encyclopedia_term_letter ON encyclopedia_term(letter, sort, entry);
CREATE INDEX encyclopedia_term_category
	ON encyclopedia_term(category, sort, entry);

-- Every way to write a term: what readers look for and texts mention.
CREATE TABLE encyclopedia_name (
	entry INTEGER NOT NULL,
	name TEXT NOT NULL,		-- as it is written
	folded TEXT NOT NULL,		-- lower case
	kind TEXT NOT NULL CHECK (kind IN ('title', 'alias', 'traditional')),
	PRIMARY KEY (folded, entry)
) STRICT, WITHOUT ROWID;
CREATE INDEX encyclopedia_name_entry ON encyclopedia_name(entry);

-- Counts changes, so that a compiled list of words knows when it is old; and
-- the day whose term the home page shows.
CREATE TABLE encyclopedia_state (
	id INTEGER PRIMARY KEY CHECK (id = 1),
	version INTEGER NOT NULL,
	day INTEGER NOT NULL
) STRICT;
INSERT INTO encyclopedia_state VALUES (1, 1, 0);
