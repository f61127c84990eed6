-- The order in which people are shown on the home page, made from what is
-- live: the highest honour of each, and from when to when they agreed.  All of
-- it can be made again (people.lua, sync).
CREATE TABLE showcase_person (
	entry INTEGER PRIMARY KEY,
	hash TEXT NOT NULL,		-- of the live text that it was made from
	published_at INTEGER NOT NULL,
	level INTEGER NOT NULL,		-- of the highest honour; 1 is national
	newest INTEGER NOT NULL,	-- the year of the newest one
	year INTEGER NOT NULL,		-- of the highest one
	honour TEXT NOT NULL,		-- its name, '' where there is none
	since TEXT NOT NULL,		-- the consent: days
	until TEXT NOT NULL
) STRICT;
CREATE INDEX showcase_person_order
	ON showcase_person(level, newest DESC, published_at DESC, entry);
