-- The hash that the public sees leaves private fields out, so that nobody can
-- confirm a guess about them; approvals stay bound to the whole text.
DROP TRIGGER revision_no_update;
ALTER TABLE revision ADD COLUMN public_hash TEXT NOT NULL DEFAULT '';
-- What is in the public record can't be changed any more: older texts keep
-- the one hash.
UPDATE revision SET public_hash = hash;
CREATE TRIGGER revision_no_update BEFORE UPDATE ON revision
WHEN NOT (new.content = '{}' AND new.note = '' AND new.id = old.id
    AND new.entry = old.entry AND new.number = old.number
    AND new."column" = old."column" AND new.hash = old.hash
    AND new.public_hash = old.public_hash
    AND new.user = old.user AND new.user_name = old.user_name
    AND new.at = old.at
    AND EXISTS (SELECT 1 FROM purge WHERE entry = old.entry))
BEGIN SELECT raise(ABORT, 'revisions are immutable'); END;
