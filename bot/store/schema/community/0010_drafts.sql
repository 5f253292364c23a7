-- Drafts are told apart by their ids: the words of a message never take the place of others.
DROP INDEX draft_one;
CREATE INDEX draft_member ON draft (member, changed_at);

-- Where a card stands and what it shows: those that are wrong after a restart are found by it.
ALTER TABLE posted ADD COLUMN server INTEGER;
ALTER TABLE posted ADD COLUMN picture INTEGER;
ALTER TABLE posted ADD COLUMN shows TEXT NOT NULL DEFAULT '';
