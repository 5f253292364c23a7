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
from bot.loading.showing import finish
from bot.loading.storing import Ledger, show
from bot.loading.telling import OnlyTriedError, put_one, record
from bot.model import Episode, Series, thing_of
from bot.packed import SOURCE
from bot.report import Built, Order, Report
from bot.store import Database, Store, catalogue, identity, imdb, loads, postings, waiting
from bot.store.durable import settle
from bot.store.generations import PART


def version_of(dumps: Iterable[Path]) -> str:
    """Give a version for the list of loads: a digest of the dumps' names, sizes and times."""
    digest = hashlib.blake2b(digest_size=8)
    for path in dumps:
        digest.update(f"{path.name} {path.stat().st_size} {path.stat().st_mtime_ns}\n".encode())
    return digest.hexdigest()


async def put_live(store: Store, built: Built, order: Order, progress: Progress) -> Report:
    """Put a generation live, for somebody who holds the lock of loads; readers go on meanwhile.

    Without a change, or on a dry run, it stays a part, which is whoever's who built it. So it does
    when Cancelled or a StoreError is raised: the same again goes on where it ended.
    """
    began = time.monotonic()
    named = built.path.with_name(built.path.name.removesuffix(PART))
    if named == store.catalogue:  # who did it last time was ended before it could say so
        last = await store.read(loads.last)
        return built.report._replace(load=last.id if last else 0)
    await asyncio.to_thread(_unsettle, named, built.path)
    async with store.beside(built.path) as beside:
        report, resumed = await _put_waiting(beside, built.report, order, progress)
    changes = report.new + report.changed + report.gone + report.renamed
    if order.dry_run:
        return report
    progress.begin("going live")
    final = store.catalogue
    if changes or resumed:
        final = named
        # On a thread: a disk takes its time with hundreds of megabytes.
        await asyncio.to_thread(settle, built.path, final)
    seconds = round(built.report.seconds + time.monotonic() - began, 3)
    async with store.writing() as line:
        number = await line.run(loads.begin)
        report = report._replace(load=number, seconds=seconds)
        await line.run(record, report, order, final.name)
    await store.follow()
    return report


def _unsettle(named: Path, part: Path) -> None:
    """Name it a part again where who was about to put it live was ended."""
    if named.exists() and not part.exists():
        named.replace(part)


async def _put_waiting(
    beside: Store, report: Report, order: Order, progress: Progress
) -> tuple[Report, bool]:
    """Put what waits in its place, and forget what IMDb told before and does not tell any more.

    Tells also whether somebody had begun with it, and was ended.
    """
    ledger = Ledger(None, progress, explain=order.dry_run)
    if not await beside.read(waiting.is_any):
        return report, True
    resumed = await beside.read(waiting.was_begun)
    every, gone = await beside.read(waiting.series), 0
    progress.begin("matching", len(every))
    with suppress(OnlyTriedError):
        # All in one transaction where it is taken back; else others may write in between.
        for some in [every] if order.dry_run else [[one] for one in every]:
            async with beside.writing() as line:
                await line.run(_put_some, ledger, some)
                if order.dry_run:
                    gone = len(await line.run(waiting.gone, SOURCE))
                    raise OnlyTriedError(report)
    if not order.dry_run:
        async with beside.writing() as line:
            gone = await line.run(_forget)
    mine = ledger.report()
    told = report._replace(
        new=report.new + mine.new,
        changed=report.changed + mine.changed,
        unchanged=report.unchanged + mine.unchanged,
        gone=report.gone + gone,
        undecided=mine.undecided,
        changes=mine.changes,
    )
    return told, resumed


def _put_some(db: Database, ledger: Ledger, every: list[int]) -> None:
    """Put series that waited and their episodes in their places."""
    identity.catch_up(db)
    for series in every:
        things = set()
        for telling in waiting.tellings(db, series):
            packed = imdb.is_packed(db, thing_of(str(telling.ids.imdb)))
            things.add(put_one(db, ledger, telling))
            if not packed:
                _uncount(db, telling)
        waiting.put(db, series, (thing for thing in things if thing is not None))
        ledger.progress.advance()


def _uncount(db: Database, telling: Series | Episode) -> None:
    """Count the credits of what is not packed with its telling, and let people find them there."""
    imdb.uncount(db, len(telling.credits))
    people = {thing_of(credit.ids.imdb) for credit in telling.credits if credit.ids.imdb}
    home = telling.series.ids if isinstance(telling, Episode) else telling.ids
    thing, series = (thing_of(str(ids.imdb)) for ids in (telling.ids, home))
    postings.drop(db, thing, series, people)


def _forget(db: Database) -> int:
    """Forget IMDb's tellings of what it tells no more, and what nobody else tells of either."""
    things = waiting.gone(db, SOURCE)
    heads = {head.id: head for head in catalogue.headings(db, things)}
    for thing, head in sorted(heads.items(), key=lambda pair: pair[1].kind):
        catalogue.drop_telling(db, thing, SOURCE)
        if catalogue.is_known(db, thing):
            show(db, thing, head.series_id)
        elif head.kind == "episode" or not catalogue.has_episodes(db, thing):
            catalogue.drop_thing(db, thing)
    waiting.end(db)
    finish(db)
    return len(things)
