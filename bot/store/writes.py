"""Writes of many people in one transaction: the disk is waited for once, not once for each."""

import asyncio
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from bot.store.connection import Database

AT_ONCE = 8000
"""Writes of one kind that go into one transaction: votes take some 0.1 s then. Of more at once more
touch the same pages, each of which is written once.
"""

Answer = asyncio.Future[Any]


class Batch(NamedTuple):
    """What is called in a transaction, and who waits for it: one, or all who wait `together`."""

    function: Callable[..., Any]
    args: tuple[Any, ...]
    answers: Sequence[Answer]
    together: bool


Commit = Callable[[Callable[[Database], "list[Any]"]], Any]


class Failed(NamedTuple):
    """What became of one write of several; the others are not touched by it."""

    error: Exception


class Writes:
    """Who waits is written as soon as the transaction before has ended, all in the next one."""

    def __init__(self, commit: Commit) -> None:
        self._commit = commit
        self._alone: list[Batch] = []
        self._together: dict[Callable[..., Any], list[tuple[Any, Answer]]] = defaultdict(list)
        self._task: asyncio.Task[None] | None = None

    def add(self, function: Callable[..., Any], *args: object) -> Answer:
        """Write; the future has what the function gave once it is on the disk."""
        answer = self._begun()
        self._alone.append(Batch(function, args, (answer,), together=False))
        return answer

    def add_together(self, function: Callable[..., Any], item: object) -> Answer:
        """Write with a function that takes many items, and gives a result or Failed for each."""
        answer = self._begun()
        self._together[function].append((item, answer))
        return answer

    async def close(self) -> None:
        """Wait until everybody has an answer."""
        while self._task:
            await asyncio.wait([self._task])

    def _begun(self) -> Answer:
        if self._task is None:
            self._task = asyncio.create_task(self._drain())
        return self._task.get_loop().create_future()

    async def _drain(self) -> None:
        try:
            while self._together or self._alone:
                if batches := self._next():
                    await self._write(batches)
        finally:
            self._task = None
            while self._together or self._alone:  # this task was ended: nobody is to wait for ever
                _fail(self._next(), _ended())

    def _next(self) -> list[Batch]:
        """Take those whose turn it is, without who has gone away."""
        batches = []
        for function, every in [*self._together.items()]:
            asked = [one for one in every[:AT_ONCE] if not one[1].done()]
            del every[:AT_ONCE]
            items, answers = [item for item, _ in asked], [answer for _, answer in asked]
            batches.append(Batch(function, (items,), answers, together=True))
            if not every:
                del self._together[function]
        batches += self._alone[:AT_ONCE]
        del self._alone[:AT_ONCE]
        return [one for one in batches if any(not answer.done() for answer in one.answers)]

    async def _write(self, batches: Sequence[Batch]) -> None:
        try:
            results = await self._commit(lambda db: _all(db, batches))
            for one, result in zip(batches, results, strict=True):
                _settle(one, result)
        except Exception as error:
            _fail(batches, error)
        except BaseException:
            _fail(batches, _ended())
            raise


def _ended() -> Exception:
    return OSError("nothing is written any more: the program ends")


def _fail(batches: Sequence[Batch], error: Exception) -> None:
    for one in batches:
        _settle(one, Failed(error))


def _settle(batch: Batch, given: Any) -> None:  # noqa: ANN401 - whatever it gave
    several = batch.together and not isinstance(given, Failed)
    results = given if several else [given] * len(batch.answers)
    for answer, result in zip(batch.answers, results, strict=True):
        if answer.done():  # who waited has gone; what they asked for is written all the same
            continue
        if type(result) is Failed:
            answer.set_exception(result.error)
        else:
            answer.set_result(result)


def _all(db: Database, batches: Sequence[Batch]) -> list[Any]:
    """Do everything that is asked for in the transaction; what fails is taken back alone."""
    first, *others = batches
    return [
        _first(db, first.function, *first.args),
        *(_later(db, one.function, *one.args) for one in others),
    ]


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
