"""Open the two files, read and write them: one reader, one writer, one hop a command."""

import asyncio
import functools
import os
import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, closing, suppress
from pathlib import Path
from typing import Any, Concatenate, NoReturn, ParamSpec, Self, TypeVar

import aiosqlite

from bot.errors import LoadHeld, StoreCorrupt, StoreError, StoreMissing, StoreReadOnly
from bot.store import erasing, generations, indexing
from bot.store.connection import Database
from bot.store.holder import holding, loading
from bot.store.migrations import CATALOGUE, COMMUNITY, Schema, check, prepare, told
from bot.store.writes import Failed, Writes

CACHE = 16_384
"""Kilobytes of the catalogue that a reader keeps: a page has 16, and a look-up reads a dozen."""
MAPPED = 1 << 34
"""Bytes of the catalogue that are read where the system has them, and not copied first: all, but
where SQLite was built with less."""
WRITING = 32_768
"""Kilobytes of each file that the writer keeps until it commits: loads go all over the indexes."""

P = ParamSpec("P")
T = TypeVar("T")
Item = TypeVar("Item")


class Line(aiosqlite.Connection):
    """A connection with a thread of its own, on which whole functions run: one hop each."""

    def __init__(self, path: Path, connector: Callable[[], Database]) -> None:
        super().__init__(connector, iter_chunk_size=64)
        self._path = path

    async def __aenter__(self) -> Self:
        """Open the connection; SQLite's errors become ours."""
        opening = asyncio.ensure_future(self)
        try:
            await asyncio.shield(opening)
        except sqlite3.Error as error:
            self._tell(error)
        except asyncio.CancelledError:
            # Else its thread would answer to a loop that may be closed by then.
            with suppress(sqlite3.Error):
                await opening
                await self.close()
            raise
        return self

    async def run(
        self, function: Callable[Concatenate[Database, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `function(database, ...)` on the connection's thread; SQLite's errors become ours."""
        try:
            return await self._execute(function, self._conn, *args, **kwargs)  # type: ignore[no-any-return,no-untyped-call]  # aiosqlite leaves _execute untyped
        except sqlite3.Error as error:
            self._tell(error)

    def _tell(self, error: sqlite3.Error) -> NoReturn:
        if (ours := told(error, self._path)) is error:
            raise error  # not "from" itself: who follows the causes would never end
        raise ours from error


class Store:
    """The databases of one folder. Made by `Store.opened`; closed when that block ends."""

    def __init__(self, folder: Path, reader: Line, writer: Line | None) -> None:
        self.folder = folder
        self.catalogue = generations.live_in(folder, _mode(folder))
        """The live generation's file."""
        self._reader, self._writer = reader, writer
        self._turn = asyncio.Lock()
        self._writes = Writes(self._committed)

    @staticmethod
    def exists(folder: Path) -> bool:
        """Tell whether both databases are there."""
        return all(path.exists() for path, _ in _files(folder))

    @staticmethod
    def is_ready(folder: Path) -> bool:
        """Tell whether both databases can be read as they are, with nothing to make or migrate."""
        try:
            _inspect(folder)
        except StoreError:
            return False
        return True

    @staticmethod
    @asynccontextmanager
    async def opened(folder: Path, *, writable: bool = True) -> AsyncIterator["Store"]:
        """Open the store; writable makes and migrates the files and holds the folder.

        Who went after a community.db was copied that is here again is erased in it again. A folder
        that may not be written opens for reading alone when its files are whole and of
        today. Raises a StoreError that names the file.
        """
        async with AsyncExitStack() as stack:
            writer = None
            if writable and not (Store.exists(folder) and not _may_write(folder)):
                stack.enter_context(holding(folder))
                _see_none_is_lost(folder)
                await asyncio.to_thread(prepare, folder / "community.db", COMMUNITY)
                await asyncio.to_thread(prepare, generations.live_in(folder), CATALOGUE)
                writer = await stack.enter_async_context(Line(folder, lambda: _writer(folder)))
                await writer.run(erasing.honour, folder)
                with suppress(LoadHeld), loading(folder, "tidying"):
                    await writer.run(_tidy, folder)
            else:
                await asyncio.to_thread(_inspect, folder)
            readable = writer is not None
            reader = await stack.enter_async_context(
                Line(folder, lambda: _reader(folder, fresh=readable))
            )
            store = Store(folder, reader, writer)
            stack.push_async_callback(store._writes.close)
            yield store

    @property
    def read_only(self) -> bool:
        """Tell whether nothing can be written."""
        return self._writer is None

    async def read(
        self, function: Callable[Concatenate[Database, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a reading function of this package in one hop and give its result.

        All that it reads is of one moment, whatever is committed meanwhile.
        """
        return await self._reader.run(_at_one_moment, function, *args, **kwargs)

    async def apart(
        self, function: Callable[Concatenate[Database, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Read as `read` does, on a connection of its own: what takes long keeps nobody waiting."""
        fresh = self._writer is not None
        async with Line(self.folder, lambda: _reader(self.folder, fresh=fresh)) as line:
            return await line.run(_at_one_moment, function, *args, **kwargs)

    async def write(
        self, function: Callable[Concatenate[Database, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a writing function of this package, and give its result once it is on the disk.

        What others write at the same time shares the transaction; what fails is taken back alone.
        Who is cancelled may have written. Raises StoreReadOnly where nothing can be written.
        """
        given: T = await self._writes.add(functools.partial(function, **kwargs), *args)
        return given

    def write_together(
        self, function: Callable[[Database, Sequence[Item]], Sequence[T | Failed]], item: Item
    ) -> asyncio.Future[T]:
        """Write as `write` does, with a function that takes at once all who wait for it.

        It gives a result for each, in their order; who gets Failed is told the error. Called where
        a loop runs: the write begins before it is awaited.
        """
        return self._writes.add_together(function, item)

    async def _committed(self, function: Callable[[Database], list[Any]]) -> list[Any]:
        if self._writer is None:
            raise StoreReadOnly(self.folder)
        async with self._turn:
            return await self._writer.run(_in_one, function)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Line]:
        """Take the writer for one transaction: all of it happens, or none.

        Await `line.run(function, ...)` inside; never anything of Discord. Committed and durable
        when the block has ended. Raises StoreReadOnly where nothing can be written.
        """
        if self._writer is None:
            raise StoreReadOnly(self.folder)
        async with self._turn:
            try:
                await self._writer.run(lambda db: db.execute("BEGIN IMMEDIATE"))
                yield self._writer
                await self._writer.run(_commit)
            except BaseException:
                await asyncio.shield(self._writer.run(_rollback))
                raise

    @asynccontextmanager
    async def beside(self, catalogue: Path) -> AsyncIterator["Store"]:
        """Give a store that writes into another generation, and takes turns with this one.

        What is written into the community is the same; nothing of the generation is seen here.
        """
        async with AsyncExitStack() as stack:
            writer = await stack.enter_async_context(
                Line(self.folder, lambda: _writer(self.folder, catalogue))
            )
            other = Store(self.folder, writer, writer)
            other._turn = self._turn
            yield other

    async def follow(self) -> None:
        """Go on with the generation that is live now, and remove what no load needs any more."""
        if self._writer is None:
            raise StoreReadOnly(self.folder)
        async with self._turn:
            self.catalogue = await self._writer.run(_follow_writing, self.folder)
            await self._reader.run(_follow_reading, self.catalogue)
            await self._writer.run(lambda db: generations.tidy(self.folder, db))


def _at_one_moment(
    database: Database,
    function: Callable[Concatenate[Database, P], T],
    /,
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    if database.in_transaction:
        return function(database, *args, **kwargs)
    database.execute("BEGIN")
    database.moment = {}
    try:
        return function(database, *args, **kwargs)
    finally:
        database.moment = None
        database.execute("COMMIT")


def _in_one(database: Database, function: Callable[[Database], T]) -> T:
    database.execute("BEGIN IMMEDIATE")
    try:
        given = function(database)
        database.execute("COMMIT")
    except BaseException:
        _rollback(database)
        raise
    return given


def _commit(database: Database) -> None:
    database.execute("COMMIT")
    database.execute("PRAGMA shrink_memory")  # a load needs its pages, a vote does not


def _rollback(database: Database) -> None:
    # SQLite has rolled back by itself when the disk is full; a second rollback would hide why.
    if database.in_transaction:
        database.execute("ROLLBACK")


def _may_write(folder: Path) -> bool:
    # SQLite makes files beside its own: the folder counts too. Trying would make files as well.
    files = [folder / "coldopen.lock", *(path for path, _ in _files(folder))]
    effective = os.access in os.supports_effective_ids
    return all(
        os.access(place, os.W_OK, effective_ids=effective)
        for place in (folder, *(file for file in files if file.exists()))
    )


def _see_none_is_lost(folder: Path) -> None:
    # Of the two community.db is made first. A new one under an old catalogue would give permanent
    # ids out again: the rows of the catalogue would come to mean other things.
    (community, _), (catalogue, _) = _files(folder)
    if catalogue.exists() and not community.exists():
        raise StoreMissing(community, catalogue.name)


def _files(folder: Path) -> tuple[tuple[Path, Schema], tuple[Path, Schema]]:
    catalogue = generations.live_in(folder)
    return (folder / "community.db", COMMUNITY), (catalogue, CATALOGUE)


def _inspect(folder: Path) -> None:
    for path, schema in reversed(_files(folder)):
        if not path.exists():
            raise StoreMissing(path)
        try:
            with closing(_connect(path, _mode(folder))) as database:
                version = check(database, path, schema)
        except sqlite3.Error as error:
            raise told(error, path, otherwise=StoreCorrupt) from error
        if version < schema.version:
            raise StoreReadOnly(path, f"it has to be brought to version {schema.version} first")


def _mode(folder: Path) -> str:
    # Where no -shm file can be made, SQLite reads a WAL database only as immutable; but then it
    # leaves out what stands in a WAL, where who was killed or is at work has the newest.
    waiting = any(wal.stat().st_size for wal in folder.glob("*.db-wal"))
    return "mode=ro" if waiting or _may_write(folder) else "immutable=1"


def _connect(path: Path, mode: str) -> Database:
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?{mode}", uri=True, isolation_level=None, timeout=5,
        factory=Database, cached_statements=512,
    )  # fmt: skip


def _attached(folder: Path, mode: str, catalogue: Path | None = None) -> Database:
    # SQLite commits main first: after a power cut there may be an identity without its row in the
    # catalogue, which the next load fills, but never a row whose permanent id is given out again.
    database = _connect(folder / "community.db", mode)
    generations.attach(database, catalogue or generations.live(folder, database), mode)
    return database


def _writer(folder: Path, catalogue: Path | None = None) -> Database:
    database = _attached(folder, "mode=rw", catalogue)
    # A vote is acknowledged after it is on the disk; the catalogue can be loaded again.
    database.execute("PRAGMA main.journal_mode = WAL")
    database.execute("PRAGMA main.synchronous = FULL")
    _for_writing(database)
    database.execute("PRAGMA foreign_keys = ON")
    return database


def _for_writing(database: Database) -> None:
    database.execute("PRAGMA catalogue.journal_mode = WAL")
    database.execute("PRAGMA catalogue.synchronous = NORMAL")
    for name in ("main", "catalogue"):
        database.execute(f"PRAGMA {name}.cache_size = {-WRITING}")


def _tidy(database: Database, folder: Path) -> None:
    database.execute("BEGIN IMMEDIATE")
    indexing.settle(database)  # what the last step of the schema or a contribution left
    database.execute("COMMIT")
    generations.tidy(folder, database)


def _follow_writing(database: Database, folder: Path) -> Path:
    catalogue = generations.live(folder, database)
    generations.attach(database, catalogue, "mode=rw")
    database.kept.clear()
    _for_writing(database)
    return catalogue


def _follow_reading(database: Database, catalogue: Path) -> None:
    generations.attach(database, catalogue, "mode=rw")
    database.kept.clear()
    _for_reading(database)


def _for_reading(database: Database) -> None:
    database.execute(f"PRAGMA catalogue.cache_size = {-CACHE}")
    for name in ("main", "catalogue"):
        database.execute(f"PRAGMA {name}.mmap_size = {MAPPED}")


def _reader(folder: Path, *, fresh: bool) -> Database:
    database = _attached(folder, "mode=rw" if fresh else _mode(folder))
    database.execute("PRAGMA query_only = ON")
    _for_reading(database)
    # Only the writer checkpoints: SQLite below 3.51.3 can corrupt a WAL when several do.
    database.execute("PRAGMA wal_autocheckpoint = 0")
    return database
