"""The catalogue, or one series, as tellings: what a load of our own format takes again."""

from collections.abc import AsyncIterator
from hashlib import blake2b

import msgspec

from bot.store import Database, Store, catalogue

STEP = 500
"""Things that are read in one hop, so that people are answered in between."""
_SUM = 1 << 256


async def lines(store: Store, series: int | None = None) -> AsyncIterator[bytes]:
    """Give every telling as a line of JSON, each series before its episodes."""
    after = 0
    while every := [series] if series and not after else await _next(store, None, after):
        for one in every:
            for line in await store.read(_told, [one]):
                yield line
            behind = 0
            while episodes := await _next(store, one, behind):
                for line in await store.read(_told, episodes):
                    yield line
                behind = episodes[-1]
        after = every[-1]
        if series:
            return


async def content_hash(store: Store) -> str:
    """Give a hash of all that is told, whatever permanent ids it has and in what order it came."""
    total = 0
    async for line in lines(store):
        total += int.from_bytes(blake2b(line, digest_size=32).digest(), "big")
    return f"{total % _SUM:064x}"


async def _next(store: Store, series: int | None, after: int) -> list[int]:
    return await store.read(_things, series, after)


def _things(db: Database, series: int | None, after: int) -> list[int]:
    return catalogue.things(db, series, after=after, limit=STEP)


def _told(db: Database, things: list[int]) -> list[bytes]:
    return [
        msgspec.json.encode(telling) + b"\n"
        for thing in things
        for telling in catalogue.read_series(db, thing) or catalogue.read_episode(db, thing)
    ]
