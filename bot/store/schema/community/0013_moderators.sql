-- By which entry of the log moderators found the votes of a burst honest.
ALTER TABLE alarm ADD COLUMN lifted INTEGER;

-- The messages beside cards in which the bot quotes a review: cases in a channel of moderators, and
-- what an author was told of a decision on `server`. `shows` is what of the review.
CREATE TABLE quoted (
    message   INTEGER PRIMARY KEY,
    channel   INTEGER NOT NULL,
    server    INTEGER NOT NULL,
    review    INTEGER NOT NULL,
    kind      TEXT NOT NULL CHECK (kind IN ('case', 'notice')),
    shows     TEXT NOT NULL,
    quoted_at TEXT NOT NULL
);
CREATE INDEX quoted_review ON quoted (review);
