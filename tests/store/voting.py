"""Members who vote, straight into a store."""

from collections.abc import Iterable
from datetime import timedelta
from itertools import count
from typing import Any

from bot.reviews import Ballot, Deed, Standing, Words, first_made
from bot.store import Database, Store, reviews, votes
from bot.store.weighing import RULES, Rules
from bot.store.writes import Failed
from tests.reviewing import NOW, deed

SERVER, OTHER = 7, 8
AUTHOR = 500
KNOWN = "2026-01-01T12:00:00+00:00"
INTERACTIONS = count(10**12)


def at(**later: float) -> str:
    return (NOW + timedelta(**later)).isoformat(timespec="seconds")


def ballot(
    member: int, review: int, now: str, *, helpful: bool | None = True, server: int | None = SERVER,
    joined: str | None = KNOWN,
) -> Ballot:  # fmt: skip
    return Ballot(Deed(member, next(INTERACTIONS), now, server, joined), review, helpful)


def born_at(**later: float) -> int:
    """Give the id of an account that was made so long after now (before: below 0)."""
    return first_made(NOW + timedelta(**later)) + 1


async def cast(
    store: Store, ballots: Iterable[Ballot], rules: Rules = RULES
) -> list[Standing | Failed]:
    return await store.write(votes.cast, list(ballots), rules)


async def rows(store: Store, sql: str) -> list[tuple[Any, ...]]:
    return await store.read(lambda db: db.execute(sql).fetchall())


async def weights(store: Store) -> list[tuple[int, str | None]]:
    return await rows(store, "SELECT weight, counts_from FROM vote ORDER BY cast_at, member")


async def more_reviews(store: Store, number: int) -> list[int]:
    """Let the author review more, whatever they may in a day."""

    def publish(db: Database) -> list[int]:
        taken = [row[0] for row in db.execute("SELECT thing FROM review")]
        free = db.execute("SELECT id FROM episode ORDER BY id").fetchall()
        some = [row[0] for row in free if row[0] not in taken][:number]
        days = count(-60, 2)
        return [
            reviews.publish(
                db, deed(AUTHOR, at=NOW + timedelta(days=next(days))), one,
                Words("More", "A body. " * 10), 0,
            )
            for one in some
        ]  # fmt: skip

    return await store.write(publish)
