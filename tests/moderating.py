"""Members who report and moderators who decide, straight into a store."""

from datetime import timedelta

from bot.cases import Action, Case, Filed, Order, Outcome, Reason
from bot.errors import ReviewGone
from bot.reviews import EVERYWHERE, Words
from bot.store import (
    Database,
    Store,
    cases,
    decisions,
    deeds,
    moderation,
    reports,
    reviews,
)
from bot.store.moderation import Filter
from tests.reviewing import LONG_AGO, NOW, deed

SERVER, ELSEWHERE = 700_000_000_000_000_001, 701
AUTHOR, MODERATOR = LONG_AGO + 1, LONG_AGO + 2
CAT = LONG_AGO + 10
ALL = Filter()
TEXT = "It was as good as they say, and then some: see it before anybody tells you how it ends."


async def thing_of(store: Store) -> int:
    """Give an episode of the starter catalogue."""

    def first(db: Database) -> int:
        return int(db.execute("SELECT min(id) FROM episode").fetchone()[0])

    return await store.read(first)


async def other_of(store: Store) -> int:
    """Give another episode."""

    def last(db: Database) -> int:
        return int(db.execute("SELECT max(id) FROM episode").fetchone()[0])

    return await store.read(last)


async def reviewed(store: Store, author: int = AUTHOR, kept: int | None = None) -> int:
    """Let an author publish a review on the server, for everybody or to be kept there."""
    thing, words = await thing_of(store), Words("Good", TEXT, 8)
    at = deed(author, kept or SERVER)
    return await store.write(reviews.publish, at, thing, words, kept or EVERYWHERE)


async def settled(store: Store, member: int) -> None:
    """Let a member be known for long enough to count."""
    await store.write(deeds.seen, deed(member, at=NOW - timedelta(days=8)))


async def told_on(
    store: Store,
    member: int,
    review: int,
    server: int | None = SERVER,
    *,
    reason: Reason = "spoiler",
    words: str = "",
) -> Filed:
    """Let a member report a review."""
    return await store.write(reports.report, deed(member, server), review, reason, words)


async def decided(
    store: Store,
    action: Action,
    review: int,
    server: int = SERVER,
    *,
    seen: int | None = None,
    operator: bool = False,
) -> Outcome:
    """Let a moderator decide, after they looked at the review."""
    looked = seen if seen is not None else (await looked_at(store, review, server)).seen
    order = Order(review, server, action, f"because {action}", looked, operator)
    return await store.write(decisions.decide, deed(MODERATOR, server or None), order)


async def looked_at(store: Store, review: int, server: int = SERVER) -> Case:
    """Give a review as moderators see it."""
    return await store.read(cases.case, review, server)


async def shown(store: Store, review: int) -> set[int | None]:
    """Tell where a review can be read: here, elsewhere, and on no server."""
    found = set()
    for server in (SERVER, ELSEWHERE, None):
        try:
            await store.read(reviews.read, review, server)
        except ReviewGone:
            continue
        found.add(server)
    return found


async def log_of(store: Store, server: int = SERVER, filtered: Filter = ALL) -> list[str]:
    entries, _, _ = await store.read(moderation.page, server, filtered, 0, 50)
    return [one.action for one in entries]


async def anonymised(store: Store, review: int) -> None:
    def change(db: Database) -> None:
        db.execute("INSERT INTO member (id, since) VALUES (-5, '')")
        db.execute("UPDATE review SET member = -5 WHERE id = ?", (review,))

    await store.write(change)
