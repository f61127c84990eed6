-- The sizes of a picture that the clerk made from it, each a file in
-- data/pictures: {"webp": [320, 640, 1200], "jpg": [320, 640]}, widths from
-- small to large.  NULL: it hasn't come to it; '{}': there are none.
ALTER TABLE media ADD COLUMN sizes TEXT;
CREATE INDEX media_unsized ON media(at) WHERE kind = 'picture' AND sizes IS NULL;
