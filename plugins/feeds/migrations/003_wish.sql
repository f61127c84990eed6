-- Somebody wished that it be asked.  The job takes the mark away before it
-- asks; one that comes meanwhile is served right after.
ALTER TABLE feeds_source ADD COLUMN wish INTEGER NOT NULL DEFAULT 0;
