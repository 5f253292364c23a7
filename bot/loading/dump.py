"""A generation that was built from IMDb's dumps, put live: what others know finds its place first.

Series that another source tells of wait in tables of their own while the generation is built; here
each is put in its place like any telling, one series a transaction, into the generation that nobody
reads yet. The transaction that records the load puts it live.
"""

import asyncio
import hashlib
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from bot.loading.progress import Progress
from bot.loading.storing import Ledger, show
from bot.loading.telling import OnlyTriedError, put_one, record
from bot.model import thing_of
from bot.packed import SOURCE
from bot.report import Built, Order, Report
from bot.store import Database, Store, catalogue, identity, imdb, loads, waiting
from bot.store.generations import PART, remove
from bot.store.migrations import settle


def version_of(dumps: Iterable[Path]) -> str:
    """Give a version for the list of loads: a digest of the dumps' names, sizes and times."""
    digest = hashlib.blake2b(digest_size=8)
    for path in dumps:
        digest.update(f"{path.name} {path.stat().st_size} {path.stat().st_mtime_ns}\n".encode())
    return digest.hexdigest()


async def put_live(store: Store, built: Built, order: Order, progress: Progress) -> Report:
    """Put a generation live, for somebody who holds the lock of loads; readers go on meanwhile.

    Without a change, or on a dry run, it is thrown away. Raises Cancelled or a StoreError, and
    everything is then as it was.
    """
    began = time.monotonic()
    try:
        async with store.beside(built.path) as beside:
            report = await _put_waiting(beside, built.report, order, progress)
        changes = report.new + report.changed + report.gone
        if order.dry_run:
            return report
        final = store.catalogue
        if changes:
            final = built.path.with_name(built.path.name.removesuffix(PART))
            # On a thread: a disk takes its time with hundreds of megabytes.
            await asyncio.to_thread(settle, built.path, final)
        seconds = round(built.report.seconds + time.monotonic() - began, 3)
        async with store.writing() as line:
            number = await line.run(loads.begin)
            report = report._replace(load=number, seconds=seconds)
            await line.run(record, report, order, final.name)
        await store.follow()
        return report
    finally:
        await asyncio.to_thread(remove, built.path)


async def _put_waiting(beside: Store, report: Report, order: Order, progress: Progress) -> Report:
    """Put what waits in its place, and forget what IMDb told before and does not tell any more."""
    ledger = Ledger(None, progress, explain=order.dry_run)
    every = await beside.read(waiting.series)
    before = await beside.read(waiting.told, SOURCE)
    told: set[int] = set()
    progress.begin("matching", len(every))
    with suppress(OnlyTriedError):
        # All in one transaction where it is taken back; else others may write in between.
        for some in [every] if order.dry_run else [[one] for one in every]:
            async with beside.writing() as line:
                told |= await line.run(_put_some, ledger, some)
                if order.dry_run:
                    raise OnlyTriedError(report)
    if not order.dry_run:
        async with beside.writing() as line:
            await line.run(_forget, before - told)
    mine = ledger.report()
    return report._replace(
        new=report.new + mine.new,
        changed=report.changed + mine.changed,
        unchanged=report.unchanged + mine.unchanged,
        gone=report.gone + len(before - told),
        undecided=mine.undecided,
        changes=mine.changes,
    )


def _put_some(db: Database, ledger: Ledger, every: list[int]) -> set[int]:
    """Put series that waited and their episodes in their places; gives what they are."""
    identity.catch_up(db)
    things = set()
    for series in every:
        for telling in waiting.tellings(db, series):
            packed = imdb.is_packed(db, thing_of(str(telling.ids.imdb)))
            things.add(put_one(db, ledger, telling))
            if not packed:  # its credits are counted with its telling
                imdb.uncount(db, len(telling.credits))
        ledger.progress.advance()
    return {thing for thing in things if thing is not None}


def _forget(db: Database, things: set[int]) -> None:
    """Forget IMDb's tellings of things, and the things themselves where nobody else tells."""
    heads = {head.id: head for head in catalogue.headings(db, sorted(things))}
    for thing, head in sorted(heads.items(), key=lambda pair: pair[1].kind):
        catalogue.drop_telling(db, thing, SOURCE)
        if catalogue.is_known(db, thing):
            show(db, thing, head.series_id)
        elif head.kind == "episode" or not catalogue.has_episodes(db, thing):
            catalogue.drop_thing(db, thing, head.series_id)
    waiting.end(db)
    catalogue.tally(db)
