"""The last load taken back: what it told makes way for what had been told before."""

import msgspec

from bot.errors import NotUndoable
from bot.loading.showing import finish
from bot.loading.storing import keys_of, put, show
from bot.model import Episode, Series
from bot.report import Load
from bot.store import Database, Store, catalogue, identity, loads
from bot.store.generations import FIRST, generations
from bot.store.holder import loading
from bot.store.loads import Before

_BODY = msgspec.json.Decoder(Series | Episode)


async def undo(store: Store, number: int, who: str = "shell") -> Load:
    """Take the last load back, and give what it was: see `take_back`; raises LoadHeld too."""
    with loading(store.folder, f"taking load {number} back, {who}"):
        return await take_back(store, number)


async def take_back(store: Store, number: int) -> Load:
    """Take the last load back for somebody who holds the lock of loads.

    Permanent ids stay given out, so that what people wrote about a thing finds it again. Raises
    NotUndoable unless `number` is the last load and what was there before it is kept.
    """
    async with store.writing() as line:
        last = await line.run(_undo, number, set(generations(store.folder)))
    await store.follow()
    return last


def _undo(db: Database, number: int, there: set[str]) -> Load:
    last = loads.last(db)
    if last is None or last.id != number:
        raise NotUndoable(number, last and last.id)
    earlier = loads.before(db, last)
    generation = earlier.generation if earlier else FIRST
    if generation == last.generation:
        _restore(db, last)
    elif generation not in there:
        raise NotUndoable(number, number)
    loads.take_back(db, number)
    return last


def _restore(db: Database, last: Load) -> None:
    kept = loads.kept(db, last.id)
    if not kept and last.new + last.changed:
        raise NotUndoable(last.id, last.id)
    for row in kept:
        if row.body is not None:
            told = _BODY.decode(row.body)
            put(db, row.thing, row.series, told)
            kind: identity.ThingKind = "series" if row.thing == row.series else "episode"
            identity.remember(db, kind, row.thing, keys_of(told, row.series))
        else:
            _forget(db, row)
    loads.forget(db, last.id)
    finish(db)


def _forget(db: Database, row: Before) -> None:
    catalogue.drop_telling(db, row.thing, row.told_by)
    if catalogue.is_known(db, row.thing):
        show(db, row.thing, row.series)
    elif row.thing != row.series or not catalogue.has_episodes(db, row.thing):
        catalogue.drop_thing(db, row.thing)
