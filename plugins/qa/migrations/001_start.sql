-- What lists of questions need beside `live`; all of it can be made again.
CREATE TABLE qa_question (
	entry INTEGER PRIMARY KEY,
	category TEXT NOT NULL,
	published_at INTEGER NOT NULL
) STRICT;
CREATE INDEX qa_question_category
	ON qa_question(category, published_at DESC, entry DESC);
CREATE INDEX qa_question_published ON qa_question(published_at DESC, entry DESC);

-- "Was this useful": two numbers an answer, and nobody's vote.
CREATE TABLE qa_useful (
	entry INTEGER PRIMARY KEY,
	yes INTEGER NOT NULL,
	no INTEGER NOT NULL,
	hour INTEGER NOT NULL,		-- the one that `votes` were counted in
	votes INTEGER NOT NULL
) STRICT;
