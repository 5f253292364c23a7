-- Moments of votes, and of alarms, which are compared with these, are seconds since 1970. A vote took
-- as much again for the letters of its moment: there are millions, and who votes writes whole pages.
CREATE TABLE vote_before AS SELECT * FROM vote;
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
    cast_at     INTEGER NOT NULL,
    worth       INTEGER NOT NULL DEFAULT 1000,
    fresh       INTEGER NOT NULL DEFAULT 0,
    interaction INTEGER,
    PRIMARY KEY (member, review)
) WITHOUT ROWID;
INSERT INTO vote (member, review, revision, author, helpful, server, weight, counts_from, cast_at,
    worth, fresh, interaction)
SELECT member, review, revision, author, helpful, server, weight, counts_from,
    CAST(strftime('%s', cast_at) AS INTEGER), worth, fresh, interaction
FROM vote_before ORDER BY member, review;
DROP TABLE vote_before;
CREATE INDEX vote_review ON vote (review, helpful, weight);
CREATE INDEX vote_counts_from ON vote (counts_from) WHERE counts_from IS NOT NULL;
CREATE INDEX vote_fresh ON vote (review, cast_at) WHERE fresh;

CREATE TABLE alarm_before AS SELECT * FROM alarm;
CREATE TABLE alarm_voter_before AS SELECT * FROM alarm_voter;
DROP TABLE alarm_voter;
DROP TABLE alarm;
CREATE TABLE alarm (
    id       INTEGER PRIMARY KEY,
    kind     TEXT NOT NULL CHECK (kind IN ('burst', 'author')),
    review   INTEGER NOT NULL,
    author   INTEGER NOT NULL,
    server   INTEGER,
    begun_at INTEGER NOT NULL,
    ended_at INTEGER NOT NULL,
    lifted   INTEGER
);
CREATE INDEX alarm_review ON alarm (review, ended_at);
CREATE INDEX alarm_author ON alarm (author, ended_at);
CREATE INDEX alarm_server ON alarm (server, ended_at);
INSERT INTO alarm (id, kind, review, author, server, begun_at, ended_at, lifted)
SELECT id, kind, review, author, server, CAST(strftime('%s', begun_at) AS INTEGER),
    CAST(strftime('%s', ended_at) AS INTEGER), lifted
FROM alarm_before;
DROP TABLE alarm_before;
CREATE TABLE alarm_voter (
    alarm  INTEGER NOT NULL REFERENCES alarm (id),
    server INTEGER NOT NULL,
    member INTEGER NOT NULL,
    PRIMARY KEY (alarm, server, member)
) WITHOUT ROWID;
INSERT INTO alarm_voter (alarm, server, member)
SELECT alarm, server, member FROM alarm_voter_before;
DROP TABLE alarm_voter_before;
CREATE INDEX alarm_voter_server ON alarm_voter (server, alarm);
CREATE INDEX alarm_voter_member ON alarm_voter (member);
