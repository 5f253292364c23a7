-- Reviews as members write, rate and read them. No version before this one has written any.

-- A rating counts everywhere (place 0), or in the one server that keeps it for itself.
CREATE TABLE rating_before AS SELECT * FROM rating;
DROP TABLE rating;
CREATE TABLE rating (
    thing    INTEGER NOT NULL REFERENCES thing (id),
    member   INTEGER NOT NULL REFERENCES member (id),
    place    INTEGER NOT NULL DEFAULT 0,
    value    INTEGER NOT NULL CHECK (value BETWEEN 1 AND 10),
    given_at TEXT NOT NULL,
    PRIMARY KEY (thing, member)
);
INSERT INTO rating (thing, member, value, given_at)
SELECT thing, member, value, given_at FROM rating_before;
DROP TABLE rating_before;
CREATE INDEX rating_member ON rating (member, given_at);

-- A picture that came with a review, made anew: nothing of where and with what it was taken.
CREATE TABLE picture (
    id      INTEGER PRIMARY KEY,
    kind    TEXT NOT NULL,
    content BLOB NOT NULL
);
ALTER TABLE review_revision ADD COLUMN picture INTEGER REFERENCES picture (id);

CREATE TABLE review_before AS SELECT * FROM review;
DROP TABLE review;
-- One review of a thing by a member. Its words stand in its revisions, `revision` is shown; what
-- orders and filters ask for is told here again. `server` is where it was written (NULL: on none),
-- `place` who may read it: one server, or everybody (0). `helpful` of `votes` are what is shown;
-- the order, `rank`, is made of votes by their weights, in thousandths. `edited_after` is how many
-- votes it had when its words were changed last, NULL if they never were.
CREATE TABLE review (
    id              INTEGER PRIMARY KEY,
    thing           INTEGER NOT NULL REFERENCES thing (id),
    member          INTEGER NOT NULL REFERENCES member (id),
    server          INTEGER,
    place           INTEGER NOT NULL,
    state           TEXT NOT NULL CHECK (state IN ('published', 'deleted')),
    revision        INTEGER REFERENCES review_revision (id),
    rating          INTEGER,
    spoiler         INTEGER NOT NULL DEFAULT 0,
    language        TEXT,
    length          INTEGER NOT NULL DEFAULT 0,
    helpful         INTEGER NOT NULL DEFAULT 0,
    votes           INTEGER NOT NULL DEFAULT 0,
    weighed_helpful INTEGER NOT NULL DEFAULT 0,
    weighed         INTEGER NOT NULL DEFAULT 0,
    rank            REAL NOT NULL DEFAULT 0,
    edited_after    INTEGER,
    created_at      TEXT NOT NULL,
    deleted_at      TEXT
);
INSERT INTO review (
    id, thing, member, server, place, state, revision, rating, spoiler, language, length,
    helpful, votes, weighed_helpful, weighed, created_at
)
SELECT old.id, old.thing, old.member, old.server,
    CASE old.scope WHEN 'server' THEN coalesce(old.server, 0) ELSE 0 END,
    CASE old.state WHEN 'published' THEN 'published' ELSE 'deleted' END,
    newest.id, newest.rating, coalesce(newest.spoiler, 0), newest.language,
    coalesce(length(newest.body), 0),
    (SELECT count(*) FROM vote WHERE review = old.id AND helpful),
    (SELECT count(*) FROM vote WHERE review = old.id),
    (SELECT count(*) * 1000 FROM vote WHERE review = old.id AND helpful),
    (SELECT count(*) * 1000 FROM vote WHERE review = old.id), old.created_at
FROM review_before AS old LEFT JOIN review_revision AS newest ON newest.id = (
    SELECT max(id) FROM review_revision WHERE review = old.id
);
DROP TABLE review_before;
CREATE UNIQUE INDEX review_one ON review (thing, member) WHERE state = 'published';
CREATE INDEX review_member ON review (member, created_at);
CREATE INDEX review_created_at ON review (created_at);
-- The orders in which a thing's reviews are read, backwards; who may read them stands beside.
CREATE INDEX review_rank ON review (thing, rank, created_at, length, place, member)
WHERE state = 'published';
CREATE INDEX review_newest ON review (thing, created_at, place, member) WHERE state = 'published';
CREATE INDEX review_rating ON review (thing, rating, created_at, place, member)
WHERE state = 'published';
CREATE INDEX review_votes ON review (thing, votes, created_at, place, member)
WHERE state = 'published';

-- How many published reviews and ratings a thing has at a place, and the sum of these; thing 0 is
-- all things. Always told anew in the transaction that changes what is counted.
CREATE TABLE counted (
    thing   INTEGER NOT NULL,
    place   INTEGER NOT NULL,
    reviews INTEGER NOT NULL DEFAULT 0,
    ratings INTEGER NOT NULL DEFAULT 0,
    stars   INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (thing, place)
) WITHOUT ROWID;
INSERT INTO counted (thing, place, reviews, ratings, stars)
SELECT thing, place, sum(reviews), sum(ratings), sum(stars) FROM (
    SELECT thing, place, 1 AS reviews, 0 AS ratings, 0 AS stars FROM review
    WHERE state = 'published'
    UNION ALL SELECT thing, place, 0, 1, value FROM rating
    UNION ALL SELECT 0, place, 1, 0, 0 FROM review WHERE state = 'published'
    UNION ALL SELECT 0, place, 0, 1, value FROM rating
) GROUP BY thing, place;

CREATE TABLE vote_before AS SELECT * FROM vote;
DROP TABLE vote;
-- A vote remembers the revision that it was given for: an edit keeps it and can say so. It counts
-- for `weight` thousandths in the order; one that is too new for that has `counts_from`.
CREATE TABLE vote (
    review      INTEGER NOT NULL REFERENCES review (id),
    member      INTEGER NOT NULL REFERENCES member (id),
    revision    INTEGER NOT NULL REFERENCES review_revision (id),
    author      INTEGER NOT NULL,
    helpful     INTEGER NOT NULL,
    server      INTEGER,
    weight      INTEGER NOT NULL DEFAULT 1000,
    counts_from TEXT,
    cast_at     TEXT NOT NULL,
    PRIMARY KEY (review, member)
) WITHOUT ROWID;
INSERT INTO vote (review, member, revision, author, helpful, cast_at)
SELECT old.review, old.member, old.revision, review.member, old.helpful, old.cast_at
FROM vote_before AS old JOIN review ON review.id = old.review;
DROP TABLE vote_before;
CREATE INDEX vote_member ON vote (member, author, cast_at);
CREATE INDEX vote_counts_from ON vote (counts_from) WHERE counts_from IS NOT NULL;

-- What a member writes and has not published; `review` is the one that it would change. A draft
-- that was made of a message may not know yet what it is of.
CREATE TABLE draft (
    id         INTEGER PRIMARY KEY,
    member     INTEGER NOT NULL REFERENCES member (id),
    thing      INTEGER,
    review     INTEGER,
    server     INTEGER,
    place      INTEGER NOT NULL,
    headline   TEXT NOT NULL,
    body       TEXT NOT NULL,
    rating     INTEGER CHECK (rating BETWEEN 1 AND 10),
    spoiler    INTEGER NOT NULL,
    language   TEXT,
    picture    INTEGER REFERENCES picture (id),
    changed_at TEXT NOT NULL
);
CREATE UNIQUE INDEX draft_one ON draft (member, thing) WHERE thing IS NOT NULL;
CREATE INDEX draft_changed_at ON draft (changed_at);

-- What was done, by the id of the interaction that asked for it: it happens once, however often it
-- is sent. A day of one's deeds is counted against what one may do in a day.
CREATE TABLE deed (
    interaction INTEGER PRIMARY KEY,
    member      INTEGER NOT NULL,
    kind        TEXT NOT NULL,
    subject     INTEGER NOT NULL,
    done_at     TEXT NOT NULL
);
CREATE INDEX deed_member ON deed (member, kind, done_at);
CREATE INDEX deed_done_at ON deed (done_at);

-- The messages on which a review is shown, so that they stay right.
CREATE TABLE posted (
    message   INTEGER PRIMARY KEY,
    channel   INTEGER NOT NULL,
    review    INTEGER NOT NULL,
    posted_at TEXT NOT NULL
);
CREATE INDEX posted_review ON posted (review);

-- Which reviews are not shown on a server (0: nowhere), since when, and by which kind of decision.
CREATE TABLE hiding (
    server INTEGER NOT NULL,
    thing  INTEGER NOT NULL,
    review INTEGER NOT NULL REFERENCES review (id),
    kind   TEXT NOT NULL CHECK (kind IN ('reports', 'hidden', 'removed')),
    since  TEXT NOT NULL,
    PRIMARY KEY (server, thing, review)
) WITHOUT ROWID;
CREATE INDEX hiding_review ON hiding (review);

-- Whose reviews a server does not want.
CREATE TABLE block (
    server INTEGER NOT NULL,
    member INTEGER NOT NULL,
    since  TEXT NOT NULL,
    PRIMARY KEY (server, member)
) WITHOUT ROWID;

-- Which words the newest revisions of published reviews have, folded.
CREATE TABLE review_word (
    word   TEXT NOT NULL,
    review INTEGER NOT NULL,
    PRIMARY KEY (word, review)
) WITHOUT ROWID;
