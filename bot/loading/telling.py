"""Tellings into the store in one transaction: all of a load happens, or none of it."""

import time
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import Any

import msgspec

from bot.loaders.rejects import Rejects
from bot.loading.matching import UndecidedError, episode_of, referred, series_of
from bot.loading.progress import Progress
from bot.loading.showing import finish
from bot.loading.storing import Ledger, store
from bot.model import Episode, Series
from bot.report import Order, Report
from bot.store import Database, Store, identity, loads
from bot.store.holder import loading

Tellings = Iterable[Series | Episode]
RECORDED = (
    "series", "episodes", "people", "credits", "new", "changed", "unchanged", "gone", "rejected",
    "seconds",
)  # fmt: skip
"""The counts of a report that stand in the list of loads."""


class OnlyTriedError(Exception):
    """Takes a dry run back; carries its report."""

    def __init__(self, report: Report) -> None:
        super().__init__()
        self.report = report


async def load(
    into: Store,
    tellings: Tellings,
    order: Order = Order(),  # noqa: B008 - frozen
    rejects: Rejects | None = None,
    progress: Progress | None = None,
) -> Report:
    """Load tellings in one transaction; the same tellings again change nothing.

    Raises LoadHeld while somebody else loads, TooManyRejects, Cancelled, or a StoreError; the store
    is then as it was.
    """
    every = list(tellings)
    with loading(into.folder, f"{_source(order, every)}, {order.who}"):
        return await put(into, every, order, rejects, progress)


async def put(
    into: Store,
    tellings: Sequence[Series | Episode],
    order: Order,
    rejects: Rejects | None = None,
    progress: Progress | None = None,
) -> Report:
    """Load for somebody who holds the lock of loads already: see `load`."""
    every = sorted(tellings, key=lambda telling: isinstance(telling, Episode))
    rejects = rejects or Rejects()
    rejects.check(max(rejects.rows, len(every) + rejects.count), order.allowed)
    began = time.monotonic()

    def work(db: Database) -> Report:
        progress_ = progress or Progress()
        report = load_in(db, every, order, progress_)._replace(rejected=rejects.count)
        report = report._replace(seconds=round(time.monotonic() - began, 3))
        if order.dry_run:
            raise OnlyTriedError(report._replace(load=0))
        named = order._replace(source=_source(order, every), version=_version(order, every))
        record(db, report, named, into.catalogue.name)
        return report

    try:
        async with into.writing() as line:
            return await line.run(work)
    except OnlyTriedError as tried:
        return tried.report


def load_in(
    db: Database, tellings: Sequence[Series | Episode], order: Order, progress: Progress
) -> Report:
    """Load inside of a transaction."""
    identity.catch_up(db)
    ledger = Ledger(loads.begin(db), progress, explain=order.dry_run)
    progress.begin("loading", len(tellings))
    for telling in tellings:
        put_one(db, ledger, telling)
        progress.advance()
    finish(db)
    return ledger.report()._replace(load=ledger.load or 0)


def put_one(db: Database, ledger: Ledger, telling: Series | Episode) -> int | None:
    """Put one telling in its place; gives its thing, None when that can't be decided."""
    ledger.count(telling)
    try:
        if isinstance(telling, Series):
            series = thing = series_of(db, ledger, telling)
        else:
            series = referred(db, ledger, telling)
            thing = episode_of(db, ledger, telling, series)
    except UndecidedError as reason:
        ledger.undecided.append(str(reason))
        return None
    ledger.outcomes[store(db, ledger, thing, series, telling)] += 1
    return thing


def record(db: Database, report: Report, order: Order, generation: str) -> None:
    """Note a load that is done, which makes its generation the live one."""
    row: dict[str, Any] = {name: getattr(report, name) for name in RECORDED}
    row |= {"source": order.source, "version": order.version, "who": order.who}
    row |= {"generation": generation, "undecided": len(report.undecided)}
    loads.record(db, report.load, row)


def _version(order: Order, tellings: Tellings) -> str:
    """Give a version for the list of loads: a digest of what is told."""
    if order.version:
        return order.version
    digest = blake2b(digest_size=8)
    for telling in tellings:
        digest.update(msgspec.json.encode(telling))
    return digest.hexdigest()


def _source(order: Order, tellings: Tellings) -> str:
    told = dict.fromkeys(telling.source for telling in tellings)
    return order.source or ", ".join(list(told)[:5]) or "nothing"
