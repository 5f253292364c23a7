"""What a box of ballots asks for, in a table that lasts until it is cast.

Most ballots are read and written from there by one statement for all, in the order in which votes
stand: near ones share pages.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bot.store.connection import Database
from bot.store.weighing import Bounds


def ask(db: Database, rows: Iterable[Mapping[str, object]]) -> None:
    """Ask for votes; what one interaction asks for twice is asked once."""
    sql = """
        CREATE TEMP TABLE IF NOT EXISTS asked (
            member      INTEGER NOT NULL,
            review      INTEGER NOT NULL,
            interaction INTEGER NOT NULL,
            author      INTEGER NOT NULL,
            helpful     INTEGER,
            server      INTEGER,
            PRIMARY KEY (member, review, interaction)
        ) WITHOUT ROWID
    """
    db.execute(sql)
    sql = """
        INSERT INTO asked (member, review, interaction, author, helpful, server)
        VALUES (:member, :review, :interaction, :author, :helpful, :server)
        ON CONFLICT (member, review, interaction) DO NOTHING
    """
    db.executemany(sql, rows)


def odd(db: Database, at: Bounds, free: int, most: int) -> Iterator[tuple[Any, ...]]:
    """Give what is there for what has to be looked at closely.

    All else is asked for the first time, by members who have been known for long, have no vote on
    the review, none on its author within the days that count, and so few within a day that with
    the `most` that a member asks for now they are fewer than `free`.
    """
    sql = """
        SELECT asked.interaction, asked.review, asked.member, asked.author,
            EXISTS (SELECT 1 FROM deed WHERE interaction = asked.interaction),
            member.since,
            (SELECT count(*) FROM deed
                WHERE member = asked.member AND kind = 'vote' AND done_at > :day)
            + (SELECT count(*) FROM vote WHERE member = asked.member AND cast_at > :today),
            (SELECT count(*) FROM vote
                WHERE member = asked.member AND author = asked.author AND cast_at > :many),
            vote.revision, vote.helpful, vote.server, vote.weight, vote.worth, vote.counts_from,
            vote.cast_at, vote.fresh, vote.interaction
        FROM asked
        LEFT JOIN vote ON vote.review = asked.review AND vote.member = asked.member
        LEFT JOIN member ON member.id = asked.member
        WHERE asked.helpful IS NULL OR vote.review IS NOT NULL
            OR member.since IS NULL OR member.since > :strange
            OR EXISTS (SELECT 1 FROM deed WHERE interaction = asked.interaction)
            OR (SELECT count(*) FROM deed
                WHERE member = asked.member AND kind = 'vote' AND done_at > :day)
            + (SELECT coalesce(sum(CASE WHEN author = asked.author THEN :free
                    WHEN cast_at > :today THEN 1 ELSE 0 END), 0)
                FROM vote WHERE member = asked.member AND cast_at > :many) >= :free - :most
    """
    yield from db.execute(sql, at._asdict() | {"free": free, "most": most})


def cast(db: Database, but: Iterable[Mapping[str, int]], at: int) -> None:
    """Cast all that is asked for, `but` some, as votes that count whole; ask for nothing more."""
    sql = """
        DELETE FROM asked
        WHERE member = :member AND review = :review AND interaction = :interaction
    """
    db.executemany(sql, but)
    sql = """
        INSERT INTO vote (review, member, author, revision, helpful, server, cast_at, interaction)
        SELECT asked.review, asked.member, asked.author, review.revision, asked.helpful,
            asked.server, :at, asked.interaction
        FROM asked JOIN review ON review.id = asked.review
        ORDER BY asked.member, asked.review
    """
    db.execute(sql, {"at": at})
    db.execute("DELETE FROM asked")
