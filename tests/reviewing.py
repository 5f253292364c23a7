"""Members who write, rate and vote, straight into a store: what a conversation begins with."""

from datetime import UTC, datetime, timedelta
from itertools import count

from bot.reviews import EVERYWHERE, Ballot, Deed, Standing, Words
from bot.store import Database, Store, reviews, tallies, votes

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
LONG_AGO = 80_351_110_224_678_912
"""Discord's own example of an id: an account of 2015."""

_INTERACTIONS = count(1)
_MINUTES = count()


def deed(member: int, server: int | None = None, at: datetime | None = None) -> Deed:
    """Let a member do something, a minute after what was done last."""
    at = at or NOW + timedelta(minutes=next(_MINUTES))
    return Deed(member, next(_INTERACTIONS), at.isoformat(timespec="seconds"), server)


async def wrote(
    store: Store, member: int, thing: int, words: Words, kept: int | None = None
) -> int:
    """Let a member publish a review, for everybody or in the server that keeps it."""
    at = deed(member, kept)
    return await store.write(reviews.publish, at, thing, words, kept or EVERYWHERE)


async def voted(
    store: Store,
    member: int,
    review: int,
    *,
    helpful: bool | None,
    server: int | None = None,
    at: datetime | None = None,
) -> Standing:
    """Let a member vote, or take the vote back (None)."""
    standing: Standing = await store.write_together(
        votes.cast, Ballot(deed(member, server, at), review, helpful)
    )
    return standing


async def rated(store: Store, member: int, thing: int, value: int | None) -> None:
    """Let a member rate, without a text."""

    def rate(db: Database, given: Deed) -> None:
        reviews.known(db, given, thing)
        tallies.rate(db, given, thing, value, EVERYWHERE)

    await store.write(rate, deed(member))
