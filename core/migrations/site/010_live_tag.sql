-- Which live entries bear a tag, newest first: the page of a tag walks this
-- index, as a column's walks `place`.
CREATE TABLE live_tag (
	tag TEXT NOT NULL,
	published_at INTEGER NOT NULL,
	entry INTEGER NOT NULL,
	PRIMARY KEY (tag, published_at, entry)
) STRICT, WITHOUT ROWID;
CREATE INDEX live_tag_entry ON live_tag(entry);

-- How many bear it; no row where none does.
CREATE TABLE tag_count (
	tag TEXT PRIMARY KEY,
	entries INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX tag_count_entries ON tag_count(entries DESC, tag);

CREATE TRIGGER live_tag_add AFTER INSERT ON live_tag BEGIN
	INSERT INTO tag_count (tag, entries) VALUES (new.tag, 1)
	ON CONFLICT DO UPDATE SET entries = entries + 1;
END;
CREATE TRIGGER live_tag_drop AFTER DELETE ON live_tag BEGIN
	UPDATE tag_count SET entries = entries - 1 WHERE tag = old.tag;
	DELETE FROM tag_count WHERE tag = old.tag AND entries = 0;
END;

CREATE TRIGGER live_tags_add AFTER INSERT ON live WHEN new.tags <> '[]' BEGIN
	INSERT INTO live_tag (tag, published_at, entry)
	SELECT DISTINCT value, new.published_at, new.entry
	FROM json_each(new.tags) WHERE type = 'text' AND value <> '';
END;
CREATE TRIGGER live_tags_drop AFTER DELETE ON live WHEN old.tags <> '[]' BEGIN
	DELETE FROM live_tag WHERE entry = old.entry;
END;
CREATE TRIGGER live_tags_change AFTER UPDATE OF tags, published_at ON live
WHEN old.tags <> new.tags OR old.published_at <> new.published_at BEGIN
	DELETE FROM live_tag WHERE entry = old.entry;
	INSERT INTO live_tag (tag, published_at, entry)
	SELECT DISTINCT value, new.published_at, new.entry
	FROM json_each(new.tags) WHERE type = 'text' AND value <> '';
END;

INSERT INTO live_tag (tag, published_at, entry)
SELECT DISTINCT t.value, l.published_at, l.entry FROM live l, json_each(l.tags) t
WHERE t.type = 'text' AND t.value <> '';
