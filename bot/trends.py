"""Look-ups counted in memory and written every minute: no answer waits for it.

Of who looked up what nothing is written. A crash loses what was counted since the last minute.
"""

import asyncio
import logging
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime

from bot.errors import StoreError
from bot.running import spawn_background
from bot.store import Store, trends

EVERY = 60.0
"""Seconds between two times that counts are written."""

log = logging.getLogger(__name__)


class Lookups:
    """What was looked up since it was last written; a store that can't be written counts none."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._counts: Counter[tuple[str, int, int]] = Counter()
        self._task: asyncio.Task[None] | None = None
        self._over = asyncio.Event()

    def note(self, server: int | None, thing: int) -> None:
        """Count one member who looked at a thing, on a server or on none."""
        if self._store.read_only:
            return
        day = datetime.now(UTC).date().isoformat()
        self._counts.update((day, one, thing) for one in {trends.EVERYWHERE, server or 0})

    def begin(self) -> None:
        """Write from now on; once, however often it is called."""
        if self._task is None and not self._store.read_only:
            self._task = spawn_background(self._run())

    async def close(self) -> None:
        """Write what is left, and write no more."""
        self._over.set()
        if self._task:  # not cancelled: what is being written would be counted again
            await self._task
            self._task = None
        await self.write()

    async def write(self) -> None:
        """Write what was counted; what can't be written now is kept for the next time."""
        counts, self._counts = self._counts, Counter()
        if not counts:
            return
        try:
            async with self._store.writing() as line:
                await line.run(trends.add, counts)
        except StoreError as error:
            log.warning("look-ups can't be counted now: %s", error)
            self._counts.update(counts)
        except BaseException:
            self._counts.update(counts)
            raise

    async def _run(self) -> None:
        while not self._over.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._over.wait(), EVERY)
            try:
                await self.write()
            except Exception:
                log.exception("look-ups can't be counted")
