"""What is kept no longer than it is needed: once an hour all is removed that has become too old."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from bot.errors import StoreError
from bot.running import spawn_background
from bot.settings import Keeping
from bot.store import Store, retention

FIRST, EVERY = 300.0, 3600.0
"""Seconds until it is done for the first time, and between two times."""
PAUSE = 0.05
"""Seconds between two transactions, in which others write."""

log = logging.getLogger(__name__)

Tidied = Callable[[], None]
"""Is called after something was removed: what shows it may be wrong."""
Servers = Callable[[], Iterable[int] | None]
"""Tells on which servers the bot is; None while that is not known."""


class Retention:
    """Removes what is too old, as long as it is not closed; a store that can't be written stays."""

    def __init__(self, store: Store, keeping: Keeping, servers: Servers, tidied: Tidied) -> None:
        self._store, self._keeping, self._servers = store, keeping, servers
        self._tidied = tidied
        self._task: asyncio.Task[None] | None = None
        self._over = asyncio.Event()

    def begin(self) -> None:
        """Remove from now on; once, however often it is called."""
        if self._task is None and not self._store.read_only:
            self._task = spawn_background(self._run())

    async def close(self) -> None:
        """Remove no more; what is being removed is finished first."""
        self._over.set()
        if self._task:
            await self._task
            self._task = None

    async def tidy(self, now: datetime) -> None:
        """Remove all that is too old by now; raises StoreError."""
        if (here := self._servers()) is not None:
            moment = now.isoformat(timespec="seconds")
            await self._store.write(retention.present, tuple(here), moment)
        for name, days in self._keeping._asdict().items():
            before = (now - timedelta(days=days)).isoformat(timespec="seconds")
            step = retention.STEPS[name]
            while await self._store.write(step, before) >= retention.AT_ONCE:
                if await self._is_over(PAUSE):
                    return
        self._tidied()

    async def _is_over(self, seconds: float) -> bool:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._over.wait(), seconds)
        return self._over.is_set()

    async def _run(self) -> None:
        wait = FIRST
        while not await self._is_over(wait):
            wait = EVERY
            try:
                await self.tidy(datetime.now(UTC))
            except StoreError as error:
                log.warning("what is too old can't be removed now: %s", error)
            except Exception:
                log.exception("what is too old can't be removed")
