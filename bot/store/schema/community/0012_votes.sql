-- The votes of a member stand together: what a new one needs to know is read in one place, and many
-- that are cast at once go into few pages. A vote tells itself by which interaction it was cast: it
-- is a deed that needs no other row, until it is taken back.
CREATE TABLE vote_before AS
SELECT vote.*, (
    SELECT max(interaction) FROM deed
    WHERE deed.member = vote.member AND kind = 'vote' AND done_at = cast_at AND subject = review
) AS interaction
FROM vote;
DROP TABLE vote;
CREATE TABLE vote (
    member      INTEGER NOT NULL REFERENCES member (id),
    review      INTEGER NOT NULL REFERENCES review (id),
    revision    INTEGER NOT NULL REFERENCES review_revision (id),
    author      INTEGER NOT NULL,
    helpful     INTEGER NOT NULL,
    server      INTEGER,
    weight      INTEGER NOT NULL DEFAULT 1000,
    counts_from TEXT,
    cast_at     TEXT NOT NULL,
    worth       INTEGER NOT NULL DEFAULT 1000,
    fresh       INTEGER NOT NULL DEFAULT 0,
    interaction INTEGER,
    PRIMARY KEY (member, review)
) WITHOUT ROWID;
INSERT INTO vote (member, review, revision, author, helpful, server, weight, counts_from, cast_at,
    worth, fresh, interaction)
SELECT member, review, revision, author, helpful, server, weight, counts_from, cast_at, worth,
    fresh, interaction
FROM vote_before ORDER BY member, review;
DROP TABLE vote_before;
CREATE INDEX vote_review ON vote (review, helpful, weight);
CREATE INDEX vote_counts_from ON vote (counts_from) WHERE counts_from IS NOT NULL;
CREATE INDEX vote_fresh ON vote (review, cast_at) WHERE fresh;
DELETE FROM deed WHERE kind = 'vote' AND interaction IN (SELECT interaction FROM vote);
