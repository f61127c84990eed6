-- Wrong codes of receipts in the running minute, counted for all workers
-- together; nothing of who typed them.
CREATE TABLE receipt_guess (
	id INTEGER PRIMARY KEY CHECK (id = 1),
	minute INTEGER NOT NULL,	-- since 1970
	wrong INTEGER NOT NULL
) STRICT;
INSERT INTO receipt_guess VALUES (1, 0, 0);
