CREATE TABLE master_tried (
	place TEXT NOT NULL,
	act TEXT NOT NULL,
	code TEXT NOT NULL,		-- "done", or the fault's name
	PRIMARY KEY (place, act)
) STRICT;
