-- The full-text index of what is live.  It holds no text: what is found is
-- read from `live`.  Written in the transaction that publishes or withdraws
-- (cms/search_index.c); the names that stand before each text are there too.

CREATE TABLE search_doc (
	id INTEGER PRIMARY KEY,		-- rowid below; rises with published_at
	entry INTEGER NOT NULL UNIQUE,
	published_at INTEGER NOT NULL,
	sum INTEGER,			-- of the indexed text; NULL: it waits
	files TEXT NOT NULL DEFAULT '[]',	-- JSON: hashes of the attachments
	file_sum INTEGER NOT NULL DEFAULT 0	-- whose text is in search_file
) STRICT;
CREATE INDEX search_doc_published ON search_doc(published_at, id);
CREATE INDEX search_doc_waiting ON search_doc(id) WHERE sum IS NULL;

CREATE VIRTUAL TABLE search_title USING fts5(text, content='', columnsize=0,
	tokenize='mingchuang');
CREATE VIRTUAL TABLE search_text USING fts5(text, content='', columnsize=0,
	detail=none, tokenize='mingchuang grams');
CREATE VIRTUAL TABLE search_file USING fts5(text, content='', columnsize=0,
	detail=none, tokenize='mingchuang grams');

-- What a transaction adds is sorted in memory, and written when it commits.
INSERT INTO search_text (search_text, rank) VALUES ('hashsize', 33554432);

-- What is live already is indexed by the clerk.
INSERT INTO job (kind, due_at) SELECT 'search.rebuild', 0
	WHERE EXISTS (SELECT 1 FROM live);
