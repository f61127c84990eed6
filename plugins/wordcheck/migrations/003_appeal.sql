-- Who decides needn't be able to read the draft: the column by whose reviewers
-- it is decided, the passages that are asked for (JSON, until it is decided)
-- and the people who wrote them, who don't decide.
ALTER TABLE wordcheck_appeal ADD COLUMN "column" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE wordcheck_appeal ADD COLUMN passages TEXT NOT NULL DEFAULT '[]';
ALTER TABLE wordcheck_appeal ADD COLUMN people TEXT NOT NULL DEFAULT '[]';
