"""How far a load is."""

import asyncio
import threading
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, TypeVar

from bot.errors import Cancelled

T = TypeVar("T")


class Progress:
    """How far a load is; told from its thread, looked at and called off from another one."""

    def __init__(self) -> None:
        self.stage, self.done, self.total = "", 0, 0
        self._called_off = threading.Event()

    def begin(self, stage: str, total: int = 0) -> None:
        """Begin a stage; `total` is 0 where nobody knows how much there is to do."""
        self.stage, self.done, self.total = stage, 0, total
        self.advance(0)

    def advance(self, done: int = 1) -> None:
        """Tell that more is done; raises Cancelled when the load was called off."""
        self.done += done
        if self._called_off.is_set():
            raise Cancelled

    def call_off(self) -> None:
        """Let the load end at its next step, with everything as it was."""
        self._called_off.set()


async def to_its_end(work: Coroutine[Any, Any, T], progress: Progress) -> T:
    """Await a load; when that is cancelled, call the load off and wait until all is as it was.

    Gives the result where the load was done before it could be called off.
    """
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        progress.call_off()
        with suppress(Cancelled):
            return await task
        raise
