-- How often things were looked up on a day and a server (0: on none), and never by whom.

CREATE TABLE lookup (
    day    TEXT NOT NULL,
    server INTEGER NOT NULL,
    thing  INTEGER NOT NULL,
    count  INTEGER NOT NULL,
    PRIMARY KEY (server, day, thing)
) WITHOUT ROWID;
CREATE INDEX lookup_day ON lookup (day);
CREATE INDEX review_created_at ON review (created_at);
