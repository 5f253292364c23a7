-- What a vote is worth in the order once it counts, apart from what it weighs now; and whether who
-- cast it was new then, to Discord or to the bot.
ALTER TABLE vote ADD COLUMN worth INTEGER NOT NULL DEFAULT 1000;
ALTER TABLE vote ADD COLUMN fresh INTEGER NOT NULL DEFAULT 0;
CREATE INDEX vote_fresh ON vote (review, cast_at) WHERE fresh;

-- Votes that moderators should look at: a burst on a review from new accounts, or many by one
-- member on one author. `server` is where the review was written (NULL: on none).
CREATE TABLE alarm (
    id       INTEGER PRIMARY KEY,
    kind     TEXT NOT NULL CHECK (kind IN ('burst', 'author')),
    review   INTEGER NOT NULL,
    author   INTEGER NOT NULL,
    server   INTEGER,
    begun_at TEXT NOT NULL,
    ended_at TEXT NOT NULL
);
CREATE INDEX alarm_review ON alarm (review, ended_at);
CREATE INDEX alarm_author ON alarm (author, ended_at);
CREATE INDEX alarm_server ON alarm (server, ended_at);

-- Whose votes rang an alarm, and on which server they cast them (0: on none).
CREATE TABLE alarm_voter (
    alarm  INTEGER NOT NULL REFERENCES alarm (id),
    server INTEGER NOT NULL,
    member INTEGER NOT NULL,
    PRIMARY KEY (alarm, server, member)
) WITHOUT ROWID;
CREATE INDEX alarm_voter_server ON alarm_voter (server, alarm);
CREATE INDEX alarm_voter_member ON alarm_voter (member);
