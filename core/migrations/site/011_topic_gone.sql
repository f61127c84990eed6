-- The name that a withdrawn topic had in its address (/COLUMN/NAME/), so that
-- the address says that it was withdrawn.  "" for every other entry.
ALTER TABLE tombstone ADD COLUMN name TEXT NOT NULL DEFAULT '';
CREATE INDEX tombstone_name ON tombstone("column", name) WHERE name <> '';

UPDATE tombstone SET name = coalesce((SELECT r.content ->> '$.name'
	FROM submission s JOIN revision r ON r.id = s.revision
	WHERE s.entry = tombstone.entry AND s.state = 'published'
	ORDER BY s.id DESC LIMIT 1), '')
WHERE entry IN (SELECT id FROM entry WHERE type = 'topic');
