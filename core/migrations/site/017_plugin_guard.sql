-- Which plugins have a say in what is submitted: where one of them can't be
-- loaded any more nothing else knows that it would have been asked.

CREATE TABLE plugin_guard (
	event	TEXT NOT NULL,
	plugin	TEXT NOT NULL,
	PRIMARY KEY (event, plugin)
) STRICT, WITHOUT ROWID;
