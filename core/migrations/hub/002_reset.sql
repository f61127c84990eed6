-- A new password that two administrators give together: one asks and has one
-- half, the other gives and has the other.  The row stays until its owner has
-- chosen a password, who is told of it.
CREATE TABLE password_reset (
	user INTEGER PRIMARY KEY REFERENCES user(id) ON DELETE CASCADE,
	asker INTEGER NOT NULL,		-- 0: a command on the server
	asked_by TEXT NOT NULL,		-- the name as it was then
	asked_at INTEGER NOT NULL,
	given_by TEXT NOT NULL DEFAULT '',
	given_at INTEGER NOT NULL DEFAULT 0,	-- 0: not yet
	until INTEGER,			-- to be given, then used, by; NULL: no end
	hash TEXT NOT NULL DEFAULT '',	-- of both halves; '' once it is given
	half TEXT NOT NULL DEFAULT ''	-- the giver's; the asker's is kept nowhere
) STRICT;
