"""A member of whom everything is stored, among others; and where in the databases they stand."""

import sqlite3
from typing import NamedTuple

from bot.reviews import Words, seconds
from bot.store import Database, Store, reviews
from tests.faults.writers import WRONG
from tests.reviewing import deed, rated, voted, wrote
from tests.store.folders import connected

ANN, BOB, CAT = 777_000_777_000_777_001, 777_000_777_000_777_002, 777_000_777_000_777_003
HERE = 777_000_777_000_777_100
AT = "2026-11-27T12:00:00+00:00"
SECRET = "Nobody else writes xyzzyplugh"
ROWS = """
INSERT INTO picture (id, kind, content) VALUES (41, 'png', x'0102'), (42, 'png', x'0304');
INSERT INTO draft (member, thing, place, headline, body, spoiler, picture, changed_at)
VALUES (:ann, :thing, 0, 'Draft', :secret, 0, 42, :at);
INSERT INTO report (review, member, reason, words, reported_at)
VALUES (:bobs, :ann, 'spam', :secret, :at), (:anns, :bob, 'spam', 'no', :at);
INSERT INTO contribution (thing, member, kind, fact, state, given_at)
VALUES (:thing, :ann, 'plot', '{}', 'accepted', :at),
    (:thing, :ann, 'plot', '{"a": 1}', 'waiting', :at);
INSERT INTO contribution (thing, member, kind, fact, state, given_at, decided_by, decided_at)
VALUES (:thing, :bob, 'plot', '{}', 'accepted', :at, :ann, :at);
INSERT INTO progress (member, series, episode, seen_at) VALUES (:ann, :series, :thing, :at);
INSERT INTO hiding (server, thing, review, kind, since)
VALUES (:here, :thing, :anns, 'hidden', :at);
INSERT INTO block (server, member, since) VALUES (:here, :ann, :at);
INSERT INTO moderation (server, actor, action, subject, reason, acted_at, review, member)
VALUES (:here, :ann, 'hide', '', 'why', :at, :bobs, :bob),
    (:here, :bob, 'hide', '', 'why', :at, :anns, :ann);
INSERT INTO notice (member, entry) SELECT member, id FROM moderation;
INSERT INTO alarm (id, kind, review, author, begun_at, ended_at)
VALUES (1, 'burst', :anns, :ann, :seconds, :seconds),
    (2, 'author', :bobs, :bob, :seconds, :seconds);
INSERT INTO alarm_voter (alarm, server, member) VALUES (1, 0, :bob), (2, 0, :ann), (2, 0, :bob);
INSERT INTO appeal (review, server, member, words, appealed_at)
VALUES (:anns, :here, :ann, :secret, :at);
INSERT INTO load (source, version, who, generation, state, series, episodes, people, credits, new,
    changed, unchanged, gone, rejected, undecided, seconds, loaded_at)
VALUES ('table', '1', :who, 'a', 'done', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1.0, :at);
UPDATE member SET country = 'CA' WHERE id = :ann;
UPDATE review_revision SET picture = 41 WHERE review = :anns;
"""


class Crowd(NamedTuple):
    """What was written of the first two episodes: ids."""

    thing: int
    other: int
    anns: int
    bobs: int
    deleted: int
    kept: int


async def crowd(store: Store) -> Crowd:
    """Let ann do everything that can be done, beside bob and cat."""
    series, thing, other, third = await store.read(_things)
    anns = await wrote(store, ANN, thing, Words("Ann's", SECRET, 9))
    kept = await wrote(store, ANN, other, Words("Kept here", SECRET, 4), HERE)
    deleted = await wrote(store, ANN, third, Words("Not any more", SECRET))
    await store.write(reviews.delete, deed(ANN), deleted)
    bobs = await wrote(store, BOB, thing, Words("Bob's", "It was well told.", 6))
    await store.write(reviews.revise, deed(ANN), anns, Words("Ann's", f"{SECRET} again", 8))
    await rated(store, ANN, third, 7)
    for review, voters in ((anns, (BOB, CAT)), (bobs, (ANN, CAT))):
        for voter in voters:
            await voted(store, voter, review, helpful=voter != CAT)
    given = Crowd(thing, other, anns, bobs, deleted, kept)
    await store.write(_write, given, series)
    return given


def _things(db: Database) -> list[int]:
    episodes = db.execute("SELECT id FROM episode ORDER BY id LIMIT 3").fetchall()
    series = db.execute("SELECT min(id) FROM series").fetchone()
    return [row[0] for row in (series, *episodes)]


def _write(db: Database, given: Crowd, series: int) -> None:
    at = deed(ANN)
    reviews.known(db, at, series)
    key = given._asdict() | {"series": series, "ann": ANN, "bob": BOB, "here": HERE}
    key |= {"at": at.now, "seconds": seconds(at.now), "secret": SECRET, "who": str(ANN)}
    for statement in ROWS.split(";\n"):
        if statement.strip():
            db.execute(statement, key)


def standing(store: Store, member: int) -> set[tuple[str, str]]:
    """Give every table and column in which a member's id stands, also inside of words."""
    found = set()
    with connected(store.folder / "community.db") as db:
        for table, column in columns(db):
            sql = f"SELECT 1 FROM {table} WHERE instr(CAST({column} AS TEXT), :member)"  # noqa: S608
            if db.execute(sql, {"member": str(member)}).fetchone():
                found.add((table, column))
    return found


def columns(db: sqlite3.Connection) -> list[tuple[str, str]]:
    """Give every column of every table."""
    sql = """
        SELECT tables.name, columns.name FROM sqlite_master AS tables
        JOIN pragma_table_info(tables.name) AS columns WHERE tables.type = 'table'
    """
    return db.execute(sql).fetchall()


def fits(store: Store) -> None:
    """See that counts, sums and ranks are those of what is there."""
    with connected(store.folder / "community.db") as db:
        for name, sql in WRONG.items():
            assert name == "half a review" or db.execute(sql).fetchall() == [], name
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        sql = "SELECT id, rank FROM review WHERE NOT weighed AND rank"
        assert db.execute(sql).fetchall() == []
