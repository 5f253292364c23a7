"""Pictures, drawn by a process of their own: the event loop never waits for one.

The process is begun for the first picture, ends when none was asked for in a while, and is replaced
when it died or took too long.
"""

import asyncio
import contextvars
import functools
import logging
import multiprocessing
import threading
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from bot import easel
from bot.easel import Sort, Wish
from bot.errors import NotDrawn, Unreadable
from bot.ratings import Ratings

PATIENCE = 10.0
"""Seconds after which a picture is given up."""
REST = 300.0
"""Seconds without a picture after which the process ends."""
GRACE = 1.0
"""Seconds in which the process has to end by itself."""

P = ParamSpec("P")
T = TypeVar("T")

log = logging.getLogger(__name__)


class Drawing:
    """Draws one picture after the other."""

    def __init__(self, patience: float = PATIENCE, rest: float = REST) -> None:
        self.patience = patience
        """Seconds after which a picture is given up."""
        self._rest = rest
        self._turn = asyncio.Lock()
        self._easel: _Easel | None = None
        self._idle: asyncio.TimerHandle | None = None
        self._closed = False

    @property
    def pid(self) -> int | None:
        """Give the id of the process that draws, if there is one right now."""
        return self._easel.pid if self._easel else None

    async def draw(self, sort: Sort, ratings: Ratings) -> bytes:
        """Give a picture of ratings as a PNG file; raises NotDrawn when it can't be had."""
        return await self._asked((sort, ratings))

    async def remade(self, content: bytes) -> bytes:
        """Give a member's picture, made anew as a JPEG file: see bot.loaders.pictures.anew.

        Raises Unreadable, and NotDrawn when it can't be had.
        """
        made = await self._asked(content)
        if not made:
            raise Unreadable("picture", "", "it is no PNG, JPEG, WebP or GIF that I can read")
        return made

    async def _asked(self, wish: Wish) -> bytes:
        async with self._turn:
            if self._idle:
                self._idle.cancel()
            try:
                return await self._drawn(wish)
            except BaseException:
                # It may still be at work, or answer later: the next picture gets another one.
                self._retire(killed=True)
                raise
            finally:
                self._idle = asyncio.get_running_loop().call_later(
                    self._rest, self._retire, context=contextvars.Context()
                )

    async def close(self) -> None:
        """End the process; who still waits for a picture gets none."""
        self._closed = True
        if self._easel and self._turn.locked():
            await _in_thread(self._easel.kill)
        async with self._turn:
            if self._idle:
                self._idle.cancel()
            if self._easel:
                await _in_thread(self._easel.end)
            self._easel = None

    async def _drawn(self, wish: Wish) -> bytes:
        if self._closed:
            raise NotDrawn(late=False)
        if self._easel and not self._easel.alive:
            self._retire()
        if self._easel is None:
            self._easel = await _in_thread(_Easel)
        try:
            answer = await _in_thread(self._easel.draw, wish, self.patience)
        except NotDrawn as error:
            why = f"took over {self.patience:g} s" if error.late else "ended the process that draws"
            log.exception("a picture %s", why)
            raise
        if isinstance(answer, str):
            log.error("a picture could not be drawn: %s", answer)
            raise NotDrawn(late=False)
        return answer

    def _retire(self, *, killed: bool = False) -> None:
        if self._easel:
            _in_thread(self._easel.kill if killed else self._easel.end)
            self._easel = None


def _in_thread(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> asyncio.Future[T]:
    """Run what blocks in a thread that has nothing of the context of who asked for a picture.

    In the playground a clock belongs to it that does not go on while something is waited for.
    """
    work = functools.partial(contextvars.Context().run, function, *args, **kwargs)
    return asyncio.get_running_loop().run_in_executor(None, work)


class _Easel:
    """A process that draws; everything here blocks: it is for threads."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._line, theirs = context.Pipe()
        self._process = context.Process(target=easel.work, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()  # else nobody would see here that it has died

    @property
    def pid(self) -> int | None:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.is_alive()

    def draw(self, wish: Wish, patience: float) -> bytes | str:
        """Give a file, or a traceback; raises NotDrawn when the process ended, or was ended."""
        late = threading.Event()

        def give_up() -> None:
            late.set()
            self._process.kill()

        timer = threading.Timer(patience, give_up)
        timer.start()
        try:
            self._line.send(wish)
            answer: bytes | str = self._line.recv()
        except (EOFError, OSError) as error:
            raise NotDrawn(late=late.is_set()) from error
        finally:
            timer.cancel()
        return answer

    def end(self) -> None:
        """Let it end, as it does when nobody can ask it any more; none may wait for a picture."""
        self._line.close()
        self._process.join(GRACE)
        self.kill()

    def kill(self) -> None:
        """End it whatever it does; who waits for a picture is told so by the line's end."""
        self._process.kill()
        self._process.join()
