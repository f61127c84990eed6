-- The topics of a column are few beside its entries: an address is looked for
-- among them alone.

CREATE INDEX live_topic ON live("column") WHERE type = 'topic';
