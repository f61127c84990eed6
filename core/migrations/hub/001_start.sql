-- hub.db: who works here and which sites there are.

CREATE TABLE site (
	id INTEGER PRIMARY KEY,		-- also its slot of the generation counters
	name TEXT NOT NULL UNIQUE,	-- its folder under sites/
	created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE site_host (
	host TEXT PRIMARY KEY,		-- lower case, without port
	site INTEGER NOT NULL REFERENCES site(id) ON DELETE CASCADE,
	position INTEGER NOT NULL	-- 0: the host that links name
) STRICT, WITHOUT ROWID;

CREATE TABLE unit (
	id INTEGER PRIMARY KEY,
	parent INTEGER REFERENCES unit(id),
	code TEXT NOT NULL UNIQUE,	-- unified code (统一编码)
	name TEXT NOT NULL,
	path TEXT NOT NULL UNIQUE	-- ids from the root, as "/1/7/"
) STRICT;

CREATE TABLE user (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL UNIQUE COLLATE NOCASE,
	display TEXT NOT NULL,
	unit INTEGER REFERENCES unit(id),
	state TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'disabled')),
	password TEXT NOT NULL,		-- crypt(5), yescrypt
	password_at INTEGER NOT NULL,
	must_change INTEGER NOT NULL DEFAULT 0,
	failures INTEGER NOT NULL DEFAULT 0,
	locked_until INTEGER NOT NULL DEFAULT 0,
	created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE password_past (
	user INTEGER NOT NULL REFERENCES user(id) ON DELETE CASCADE,
	password TEXT NOT NULL,
	until INTEGER NOT NULL
) STRICT;
CREATE INDEX password_past_user ON password_past(user, until);

-- A role that a user has: everywhere (site NULL, for the three administrators),
-- on a site, in a column and its children, or in the columns of a unit and of
-- the units below it.  Columns live in the site's database, thus no reference.
CREATE TABLE role_grant (
	id INTEGER PRIMARY KEY,
	user INTEGER NOT NULL REFERENCES user(id) ON DELETE CASCADE,
	role TEXT NOT NULL,
	step INTEGER NOT NULL DEFAULT 0,	-- reviewer: 1 to 9
	site INTEGER REFERENCES site(id) ON DELETE CASCADE,
	"column" INTEGER,
	unit INTEGER REFERENCES unit(id),
	granted_by TEXT NOT NULL,
	granted_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX role_grant_once ON role_grant(user, role, step,
	coalesce(site, 0), coalesce("column", 0), coalesce(unit, 0));

CREATE TABLE session (
	id INTEGER PRIMARY KEY,
	token TEXT NOT NULL UNIQUE,	-- SHA-256 of the token, hex
	user INTEGER NOT NULL REFERENCES user(id) ON DELETE CASCADE,
	kind TEXT NOT NULL CHECK (kind IN ('browser', 'api')),
	agent TEXT NOT NULL,		-- what the browser calls itself, shortened
	created_at INTEGER NOT NULL,
	seen_at INTEGER NOT NULL
) STRICT;
CREATE INDEX session_user ON session(user);

CREATE TABLE setting (
	name TEXT PRIMARY KEY,
	value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Acts of staff on what this file holds; never changed, kept 184 days or more.
CREATE TABLE audit (
	id INTEGER PRIMARY KEY,
	at INTEGER NOT NULL,
	user INTEGER,			-- NULL: the system itself
	user_name TEXT NOT NULL,	-- name and role as they were then
	role TEXT NOT NULL,
	act TEXT NOT NULL,
	object TEXT NOT NULL,
	result TEXT NOT NULL,		-- 'done', or the fault's name
	detail TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX audit_at ON audit(at);
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
BEGIN SELECT raise(ABORT, 'audit is append-only'); END;
CREATE TRIGGER audit_no_early_delete BEFORE DELETE ON audit
WHEN old.at > unixepoch() - 184 * 86400
BEGIN SELECT raise(ABORT, 'audit is kept 184 days'); END;
