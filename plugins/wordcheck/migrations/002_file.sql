-- Where the rules hit in the text of a file, so that it isn't looked through
-- with each text that has it.  Places and numbers of rules only: what stands
-- there is the file's own.
CREATE TABLE wordcheck_file (
	hash TEXT PRIMARY KEY,
	generation INTEGER NOT NULL,	-- of the lists
	bytes INTEGER NOT NULL,		-- of the text
	places TEXT NOT NULL		-- JSON: [[rule, start, length, severity], …]
) STRICT, WITHOUT ROWID;
