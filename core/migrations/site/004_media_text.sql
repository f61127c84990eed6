-- The text of attachments, made by the clerk: for the word check and search.
CREATE TABLE media_text (
	media TEXT PRIMARY KEY REFERENCES media(hash) ON DELETE CASCADE,
	state TEXT NOT NULL CHECK (state IN ('done', 'part', 'failed')),
	text TEXT NOT NULL,
	problem TEXT NOT NULL DEFAULT '',	-- why it failed, or is a part
	at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
