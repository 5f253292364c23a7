"""Writes of many people in one transaction: the disk is waited for once, not once for each."""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from bot.store.connection import Database

AT_ONCE = 2000
"""Writes that go into one transaction. A vote takes some 0.03 ms; of more at once more touch the
same pages, each of which is written once.
"""

Commit = Callable[[Callable[[Database], "list[Any]"]], Any]


class Write(NamedTuple):
    """What somebody waits for; `together` are functions that take many at once."""

    function: Callable[..., Any]
    args: tuple[Any, ...]
    together: bool
    answer: "asyncio.Future[Any]"


class Failed(NamedTuple):
    """What became of one write of several; the others are not touched by it."""

    error: Exception


class Writes:
    """Who waits is written as soon as the transaction before has ended, all in the next one."""

    def __init__(self, commit: Commit) -> None:
        self._commit = commit
        self._waiting: list[Write] = []
        self._task: asyncio.Task[None] | None = None

    def add(
        self, function: Callable[..., Any], *args: object, together: bool = False
    ) -> "asyncio.Future[Any]":
        """Write; the future has what the function gave once it is on the disk."""
        answer = asyncio.get_running_loop().create_future()
        self._waiting.append(Write(function, args, together, answer))
        if self._task is None:
            self._task = asyncio.create_task(self._drain())
        return answer

    async def close(self) -> None:
        """Wait until everybody has an answer."""
        while self._task:
            await asyncio.wait([self._task])

    async def _drain(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[:AT_ONCE], self._waiting[AT_ONCE:]
                await self._write([one for one in batch if not one.answer.done()])
        finally:
            self._task = None

    async def _write(self, batch: Sequence[Write]) -> None:
        try:
            results = await self._commit(lambda db: _all(db, batch))
        except BaseException as error:
            for one in batch:
                _settle(one.answer, Failed(error if isinstance(error, Exception) else OSError()))
            if not isinstance(error, Exception):
                raise
            return
        for one, result in zip(batch, results, strict=True):
            _settle(one.answer, result)


def _settle(answer: "asyncio.Future[Any]", result: object) -> None:
    if answer.done():  # who waited has gone; what they asked for is written all the same
        return
    if isinstance(result, Failed):
        answer.set_exception(result.error)
    else:
        answer.set_result(result)


def _all(db: Database, batch: Sequence[Write]) -> list[Any]:
    """Do everything that is asked for in the transaction; what fails is taken back alone."""
    together: dict[Callable[..., Any], list[int]] = {}
    for at, one in enumerate(batch):
        if one.together:
            together.setdefault(one.function, []).append(at)
    results: dict[int, Any] = {}
    alone = _first
    for function, places in together.items():
        given = alone(db, function, [batch[at].args[0] for at in places])
        several = [given] * len(places) if isinstance(given, Failed) else given
        results.update(zip(places, several, strict=True))
        alone = _later
    for at, one in enumerate(batch):
        if not one.together:
            results[at] = alone(db, one.function, *one.args)
            alone = _later
    return [results[at] for at in range(len(batch))]


def _first(db: Database, function: Callable[..., Any], *args: object) -> Any:  # noqa: ANN401 - whatever it gives
    """Do the first that is asked for: all that stands in the transaction may be taken back.

    With a savepoint SQLite would copy every page before it is changed, which takes as long again.
    """
    try:
        return function(db, *args)
    except Exception as error:
        if not db.in_transaction or isinstance(error, sqlite3.OperationalError):
            raise  # a full disk: SQLite has taken all of it back
        db.execute("ROLLBACK")
        db.execute("BEGIN IMMEDIATE")
        return Failed(error)


def _later(db: Database, function: Callable[..., Any], *args: object) -> Any:  # noqa: ANN401 - whatever it gives
    """Do one more thing; what it did is taken back alone if it fails."""
    db.execute("SAVEPOINT one")
    try:
        result = function(db, *args)
    except Exception as error:
        if not db.in_transaction or isinstance(error, sqlite3.OperationalError):
            raise
        db.execute("ROLLBACK TO one")
        result = Failed(error)
    db.execute("RELEASE one")
    return result
