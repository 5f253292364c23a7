-- Moderation: a report is for the moderators of the server where it was made (0: for operators),
-- and counts towards hiding if who made it is established there.
ALTER TABLE report ADD COLUMN server INTEGER NOT NULL DEFAULT 0;
ALTER TABLE report ADD COLUMN established INTEGER NOT NULL DEFAULT 0;
CREATE INDEX report_open ON report (server, review) WHERE decided_at IS NULL;
CREATE INDEX report_member ON report (member);

-- What the log is filtered by: the review, and the member about whom it is.
ALTER TABLE moderation ADD COLUMN review INTEGER;
ALTER TABLE moderation ADD COLUMN member INTEGER;
CREATE INDEX moderation_server ON moderation (server, id);
CREATE INDEX moderation_review ON moderation (review, server, id);
CREATE INDEX moderation_member ON moderation (member, server, id);

-- What a member is to be told of an entry of the log; told_at is NULL until it has reached them.
CREATE TABLE notice (
    id      INTEGER PRIMARY KEY,
    member  INTEGER NOT NULL,
    entry   INTEGER NOT NULL REFERENCES moderation (id) ON DELETE CASCADE,
    told_at TEXT
);
CREATE INDEX notice_entry ON notice (entry);
CREATE INDEX notice_waiting ON notice (member) WHERE told_at IS NULL;
CREATE INDEX notice_member ON notice (member);

-- An author asks a server's moderators (0: the operators) to decide anew, once a review.
CREATE TABLE appeal (
    review      INTEGER NOT NULL REFERENCES review (id),
    server      INTEGER NOT NULL,
    member      INTEGER NOT NULL,
    words       TEXT NOT NULL,
    appealed_at TEXT NOT NULL,
    decided_at  TEXT,
    decision    TEXT,
    PRIMARY KEY (review, server)
);
CREATE INDEX appeal_open ON appeal (server) WHERE decided_at IS NULL;
CREATE INDEX appeal_member ON appeal (member);
