-- What was taken in is known by a keyed hash from now on ("h:…"): an entry that
-- is purged leaves neither title nor address behind.  The job turns older keys
-- into such.  The key goes with the site, into its backups too: without it all
-- items would come in again.
CREATE TABLE feeds_key (
	id INTEGER PRIMARY KEY CHECK (id = 1),
	key TEXT NOT NULL
) STRICT;
INSERT INTO feeds_key VALUES (1, hex(randomblob(32)));
