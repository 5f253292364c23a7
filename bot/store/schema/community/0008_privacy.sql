-- What is stored about whom ends: when they say so, or after a time.

-- The days before which may be deleted, by what; what is not named here may not be.
CREATE TABLE retention (
    name   TEXT NOT NULL PRIMARY KEY,
    before TEXT NOT NULL
) WITHOUT ROWID;

DROP TRIGGER moderation_keeps_rows;
CREATE TRIGGER moderation_keeps_rows BEFORE DELETE ON moderation
WHEN old.acted_at >= coalesce((SELECT before FROM retention WHERE name = 'moderation'), '')
BEGIN
    SELECT RAISE (ABORT, 'the moderation log is append-only');
END;

-- The lines of the file erased.log that were carried out here. An older community.db, restored,
-- lacks the newest: these are carried out again.
CREATE TABLE erasure (
    number  INTEGER PRIMARY KEY,
    done_at TEXT NOT NULL
);

-- Since when the bot itself is on a server; NULL where people only brought it along for themselves.
ALTER TABLE server ADD COLUMN joined_at TEXT;

-- Whether a picture is still of anything is asked whenever a draft or a review goes.
CREATE INDEX review_revision_picture ON review_revision (picture) WHERE picture IS NOT NULL;
CREATE INDEX draft_picture ON draft (picture) WHERE picture IS NOT NULL;

-- What has become too old is looked for every hour.
CREATE INDEX review_deleted_at ON review (deleted_at) WHERE state = 'deleted';
CREATE INDEX moderation_acted_at ON moderation (acted_at);
