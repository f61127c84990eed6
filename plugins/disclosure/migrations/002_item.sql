-- What lists of documents ask by, made from what is live, so that none of them
-- has to read the texts.  All of it can be made again (items.lua, sync).
CREATE TABLE disclosure_item (
	entry INTEGER PRIMARY KEY,
	hash TEXT NOT NULL,		-- of the live text that it was made from
	day TEXT NOT NULL,		-- of the document, else of its publication
	index_number TEXT NOT NULL,	-- that it brought along, or ''
	category TEXT,
	subject TEXT,
	issuer TEXT,
	doc_number TEXT,
	signed_date TEXT,
	scope TEXT,
	validity TEXT,
	successor TEXT,
	effective_date TEXT,
	amended_date TEXT,
	abolished_date TEXT
) STRICT;
CREATE INDEX disclosure_item_day ON disclosure_item(day DESC, entry DESC);
CREATE INDEX disclosure_item_category
	ON disclosure_item(category, day DESC, entry DESC);

INSERT INTO disclosure_item SELECT entry, hash,
	coalesce(nullif(content ->> '$.signed_date', ''),
	    date(published_at, 'unixepoch', '+8 hours')),
	coalesce(content ->> '$.index_number', ''), content ->> '$.category',
	content ->> '$.subject', content ->> '$.issuer',
	content ->> '$.doc_number', content ->> '$.signed_date',
	content ->> '$.scope', content ->> '$.validity',
	content ->> '$.successor', content ->> '$.effective_date',
	content ->> '$.amended_date', content ->> '$.abolished_date'
FROM live WHERE type = 'disclosure';
