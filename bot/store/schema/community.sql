-- What people gave, and the identity of things. This file cannot be had again: back it up.

-- The permanent id of every series, episode and person, whatever source told of it first.
CREATE TABLE thing (
    id   INTEGER PRIMARY KEY,
    kind TEXT NOT NULL
);

-- How a thing is recognised: by another place's id (scheme imdb, tvmaze ...), an episode also by
-- its series and code (scheme aired, value '7 9 5') or by series, title and date (scheme title).
CREATE TABLE identity (
    kind   TEXT NOT NULL,
    scheme TEXT NOT NULL,
    value  TEXT NOT NULL,
    thing  INTEGER NOT NULL REFERENCES thing (id),
    PRIMARY KEY (kind, scheme, value)
);
CREATE INDEX identity_thing ON identity (thing);

CREATE TABLE member (
    id      INTEGER PRIMARY KEY,
    since   TEXT NOT NULL,
    country TEXT,
    locale  TEXT
);

CREATE TABLE rating (
    thing    INTEGER NOT NULL REFERENCES thing (id),
    member   INTEGER NOT NULL REFERENCES member (id),
    place    INTEGER NOT NULL DEFAULT 0,
    value    INTEGER NOT NULL CHECK (value BETWEEN 1 AND 10),
    given_at TEXT NOT NULL,
    PRIMARY KEY (thing, member)
);
CREATE INDEX rating_member ON rating (member, given_at);
CREATE INDEX rating_value ON rating (thing, place, value);
CREATE INDEX rating_given ON rating (thing, given_at, member, place, value);

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
CREATE UNIQUE INDEX review_one ON review (thing, member) WHERE state = 'published';
CREATE INDEX review_member ON review (member, created_at);
CREATE INDEX review_created_at ON review (created_at);
-- The orders in which a thing's reviews are read, backwards, those without a rating last where
-- it orders; all that filters and who may read ask for stands beside.
CREATE INDEX review_rank ON review (
    thing, rank, created_at, length, id, place, member, rating, spoiler, language, server
) WHERE state = 'published';
CREATE INDEX review_newest ON review (
    thing, created_at, id, place, member, rating, spoiler, language, server
) WHERE state = 'published';
CREATE INDEX review_rating ON review (
    thing, coalesce(rating, 0), created_at, id, place, member, rating, spoiler, language, server
) WHERE state = 'published';
CREATE INDEX review_lowest ON review (
    thing, -coalesce(rating, 11), created_at, id, place, member, rating, spoiler, language, server
) WHERE state = 'published';
CREATE INDEX review_votes ON review (
    thing, votes, created_at, id, place, member, rating, spoiler, language, server
) WHERE state = 'published';
-- The few that one server keeps for itself.
CREATE INDEX review_kept ON review (thing, place) WHERE state = 'published' AND place <> 0;

CREATE TABLE review_revision (
    id         INTEGER PRIMARY KEY,
    review     INTEGER NOT NULL REFERENCES review (id),
    headline   TEXT NOT NULL,
    body       TEXT NOT NULL,
    rating     INTEGER CHECK (rating BETWEEN 1 AND 10),
    spoiler    INTEGER NOT NULL,
    language   TEXT,
    written_at TEXT NOT NULL,
    picture    INTEGER REFERENCES picture (id)
);
CREATE INDEX review_revision_review ON review_revision (review);

-- A picture that came with a review, made anew: nothing of where and with what it was taken.
CREATE TABLE picture (
    id      INTEGER PRIMARY KEY,
    kind    TEXT NOT NULL,
    content BLOB NOT NULL
);

-- A vote remembers the revision that it was given for: an edit keeps it and can say so. It counts
-- for `weight` thousandths in the order; one that is too new for that has `counts_from`, and weighs
-- what it is worth then. `fresh`: who cast it was new then, to Discord or to the bot. It was cast by
-- `interaction`, which is a deed as those in the table of that name. There are millions of votes:
-- their moments, and those of alarms, are seconds since 1970.
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
CREATE INDEX vote_review ON vote (review, helpful, weight);
CREATE INDEX vote_counts_from ON vote (counts_from) WHERE counts_from IS NOT NULL;
CREATE INDEX vote_fresh ON vote (review, cast_at) WHERE fresh;

-- Votes that moderators should look at: a burst on a review from new accounts, or many by one
-- member on one author. `server` is where the review was written (NULL: on none), `lifted` the entry
-- of the log by which moderators found the votes of a burst honest.
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

-- Whose votes rang an alarm, and on which server they cast them (0: on none).
CREATE TABLE alarm_voter (
    alarm  INTEGER NOT NULL REFERENCES alarm (id),
    server INTEGER NOT NULL,
    member INTEGER NOT NULL,
    PRIMARY KEY (alarm, server, member)
) WITHOUT ROWID;
CREATE INDEX alarm_voter_server ON alarm_voter (server, alarm);
CREATE INDEX alarm_voter_member ON alarm_voter (member);

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
CREATE INDEX draft_changed_at ON draft (changed_at);
CREATE INDEX draft_member ON draft (member, changed_at);

-- What was done, by the id of the interaction that asked for it: it happens once, however often it
-- is sent. A day of one's deeds is counted against what one may do in a day. A vote that stands as
-- it was cast has no row here: it has that id itself.
CREATE TABLE deed (
    interaction INTEGER PRIMARY KEY,
    member      INTEGER NOT NULL,
    kind        TEXT NOT NULL,
    subject     INTEGER NOT NULL,
    done_at     TEXT NOT NULL
);
CREATE INDEX deed_member ON deed (member, kind, done_at);
CREATE INDEX deed_done_at ON deed (done_at);

-- The messages on which a review is shown, so that they stay right: where each stands, and what it
-- shows (revision:helpful:votes, or nothing of it), by which those that are wrong are found.
CREATE TABLE posted (
    message   INTEGER PRIMARY KEY,
    channel   INTEGER NOT NULL,
    review    INTEGER NOT NULL,
    posted_at TEXT NOT NULL,
    server    INTEGER,
    picture   INTEGER,
    shows     TEXT NOT NULL DEFAULT ''
);
CREATE INDEX posted_review ON posted (review);

-- A report is for the moderators of the server where it was made (0: for operators), and counts
-- towards hiding if who made it is established there.
CREATE TABLE report (
    review      INTEGER NOT NULL REFERENCES review (id),
    member      INTEGER NOT NULL REFERENCES member (id),
    reason      TEXT NOT NULL,
    words       TEXT,
    reported_at TEXT NOT NULL,
    decided_at  TEXT,
    decision    TEXT,
    server      INTEGER NOT NULL DEFAULT 0,
    established INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (review, member)
);
CREATE INDEX report_open ON report (server, review) WHERE decided_at IS NULL;
CREATE INDEX report_member ON report (member);

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

-- A fact that a member suggests; fact is one value of bot.model as JSON.
CREATE TABLE contribution (
    id         INTEGER PRIMARY KEY,
    thing      INTEGER NOT NULL REFERENCES thing (id),
    member     INTEGER NOT NULL REFERENCES member (id),
    kind       TEXT NOT NULL,
    fact       TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('waiting', 'accepted', 'rejected')),
    given_at   TEXT NOT NULL,
    decided_by INTEGER,
    decided_at TEXT,
    reason     TEXT
);
CREATE INDEX contribution_thing ON contribution (thing, state);

-- How far a member has seen a series: the last episode watched.
CREATE TABLE progress (
    member  INTEGER NOT NULL REFERENCES member (id),
    series  INTEGER NOT NULL REFERENCES thing (id),
    episode INTEGER NOT NULL REFERENCES thing (id),
    seen_at TEXT NOT NULL,
    PRIMARY KEY (member, series)
);

-- `joined_at` is since when the bot itself is there; NULL where people only brought it along for
-- themselves.
CREATE TABLE server (
    id      INTEGER PRIMARY KEY,
    since   TEXT NOT NULL,
    left_at TEXT, joined_at TEXT
);

CREATE TABLE server_setting (
    server INTEGER NOT NULL REFERENCES server (id),
    name   TEXT NOT NULL,
    value  TEXT NOT NULL,
    PRIMARY KEY (server, name)
);

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

-- The days before which may be deleted, by what; what is not named here may not be.
CREATE TABLE retention (
    name   TEXT NOT NULL PRIMARY KEY,
    before TEXT NOT NULL
) WITHOUT ROWID;

-- The lines of the file erased.log that were carried out here. An older community.db, restored,
-- lacks the newest: these are carried out again.
CREATE TABLE erasure (
    number  INTEGER PRIMARY KEY,
    done_at TEXT NOT NULL
);

-- Append-only until it is old: who (0: the bot) did what to which review or member or setting, and
-- why.
CREATE TABLE moderation (
    id       INTEGER PRIMARY KEY,
    server   INTEGER,
    actor    INTEGER NOT NULL,
    action   TEXT NOT NULL,
    subject  TEXT NOT NULL,
    reason   TEXT NOT NULL,
    acted_at TEXT NOT NULL,
    review   INTEGER,
    member   INTEGER
);
CREATE INDEX moderation_server ON moderation (server, id);
CREATE INDEX moderation_review ON moderation (review, server, id);
CREATE INDEX moderation_member ON moderation (member, server, id);
CREATE TRIGGER moderation_keeps_rows BEFORE DELETE ON moderation
WHEN old.acted_at >= coalesce((SELECT before FROM retention WHERE name = 'moderation'), '')
BEGIN
    SELECT RAISE (ABORT, 'the moderation log is append-only');
END;
CREATE TRIGGER moderation_keeps_words BEFORE UPDATE ON moderation
BEGIN
    SELECT RAISE (ABORT, 'the moderation log is append-only');
END;

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

-- Which commands Discord was last told of, by application and place: Discord counts changes.

CREATE TABLE command_sync (
    place  TEXT NOT NULL PRIMARY KEY,
    digest TEXT NOT NULL
);

-- Every load that changed the catalogue or found nothing to change. The live generation of the
-- catalogue is the one that the last load which is done made or went into.
CREATE TABLE load (
    id         INTEGER PRIMARY KEY,
    source     TEXT NOT NULL,
    version    TEXT NOT NULL,
    who        TEXT NOT NULL,
    generation TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('done', 'undone')),
    series     INTEGER NOT NULL,
    episodes   INTEGER NOT NULL,
    people     INTEGER NOT NULL,
    credits    INTEGER NOT NULL,
    new        INTEGER NOT NULL,
    changed    INTEGER NOT NULL,
    unchanged  INTEGER NOT NULL,
    gone       INTEGER NOT NULL,
    rejected   INTEGER NOT NULL,
    undecided  INTEGER NOT NULL,
    seconds    REAL NOT NULL,
    loaded_at  TEXT NOT NULL
);

-- How often things were looked up on a day and a server (0: on none), and never by whom.
CREATE TABLE lookup (
    day    TEXT NOT NULL,
    server INTEGER NOT NULL,
    thing  INTEGER NOT NULL,
    count  INTEGER NOT NULL,
    PRIMARY KEY (server, day, thing)
) WITHOUT ROWID;
CREATE INDEX lookup_day ON lookup (day);

-- Which words the newest revisions of published reviews have, folded.
CREATE TABLE review_word (
    word   TEXT NOT NULL,
    review INTEGER NOT NULL,
    PRIMARY KEY (word, review)
) WITHOUT ROWID;
CREATE UNIQUE INDEX review_word_review ON review_word (review, word);

-- Whether a picture is still of anything is asked whenever a draft or a review goes.
CREATE INDEX review_revision_picture ON review_revision (picture) WHERE picture IS NOT NULL;
CREATE INDEX draft_picture ON draft (picture) WHERE picture IS NOT NULL;

-- What has become too old is looked for every hour.
CREATE INDEX review_deleted_at ON review (deleted_at) WHERE state = 'deleted';
CREATE INDEX moderation_acted_at ON moderation (acted_at);
