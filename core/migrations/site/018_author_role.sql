-- Who wrote and who submitted stands with the role by which they might, as
-- reviews have it.
ALTER TABLE revision ADD COLUMN role TEXT NOT NULL DEFAULT '';
ALTER TABLE submission ADD COLUMN role TEXT NOT NULL DEFAULT '';
