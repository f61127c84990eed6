-- Where columns were before they were moved: old addresses lead to the new one.
CREATE TABLE column_former (
	path TEXT PRIMARY KEY,
	"column" INTEGER NOT NULL REFERENCES "column"(id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX column_former_column ON column_former("column");

CREATE TRIGGER column_moved AFTER UPDATE OF path ON "column"
WHEN old.path <> new.path
BEGIN
	INSERT OR REPLACE INTO column_former (path, "column")
	VALUES (old.path, new.id);
	DELETE FROM column_former WHERE path = new.path;
END;
CREATE TRIGGER column_made AFTER INSERT ON "column"
BEGIN
	DELETE FROM column_former WHERE path = new.path;
END;
