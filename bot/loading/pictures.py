"""Pictures from the addresses that sources tell into the store's own copies of them.

No database is written, so a shell may do it beside the running bot. Each picture is kept as soon as
it is whole, whatever becomes of the others; what is there already is not fetched again.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from bot.errors import Unreachable, Unreadable
from bot.loaders.pictures import SLOW, Line, fit
from bot.loaders.rejects import Rejects
from bot.loaders.web import Passing, Patience
from bot.loading.progress import Progress
from bot.pictures import Picture
from bot.report import Copied
from bot.store import Store, catalogue, copies

AT_ONCE = 100
"""Episodes whose pictures are read in one hop: others have the database between two of them."""
HOSTS = 4
"""How many hosts are asked at the same time; each of them gets one call at a time."""
DUMB = 3
"""After how many failures in a row that may pass a host is asked no more."""


async def addresses(store: Store, series: int) -> list[str]:
    """Give the addresses of a series' pictures and its episodes', the series' first."""
    found = dict.fromkeys(await store.read(copies.addresses, [series]))
    after = 0
    while some := await store.read(catalogue.things, series, after=after, limit=AT_ONCE):
        found |= dict.fromkeys(await store.read(copies.addresses, some))
        after = some[-1]
    return list(found)


class Copying:
    """Copies pictures into a folder of databases; `report` tells at any moment what came of it."""

    def __init__(
        self, folder: Path, progress: Progress, *, local: bool = False, patience: Patience = SLOW
    ) -> None:
        self.rejects = Rejects()
        self._folder, self._progress, self._patience = folder, progress, patience
        self._local = local
        self._told = self._held = self._new = self._size = 0
        # Pillow takes much memory for a large picture: one is enough at a time.
        self._desk = asyncio.Lock()

    @property
    def report(self) -> Copied:
        """Tell what came of it so far."""
        return Copied(self._told, self._held, self._new, self.rejects.count, self._size)

    async def copy(self, wanted: Sequence[str], who: str) -> None:
        """Copy what is not there yet; raises LoadHeld while somebody else does, and StoreErrors.

        What can't be had is among the rejects: its host, its address, and why.
        """
        self._told = len(wanted)
        with copies.copying(self._folder, who):
            there = await asyncio.to_thread(copies.held, self._folder, wanted)
            self._held = len(there)
            missing = [address for address in wanted if address not in there]
            self._progress.begin("copying pictures", len(missing))
            async with Line.opened(local=self._local, patience=self._patience) as line:
                await self._copy_all(line, missing)

    async def _copy_all(self, line: Line, missing: Sequence[str]) -> None:
        turns = asyncio.Semaphore(HOSTS)

        async def copy_from(host: str, some: Sequence[str]) -> None:
            async with turns:
                await self._copy_from(line, host, some)

        try:
            async with asyncio.TaskGroup() as group:
                for host, some in _by_host(missing).items():
                    group.create_task(copy_from(host, some))
        except ExceptionGroup as several:
            raise several.exceptions[0] from None

    async def _copy_from(self, line: Line, host: str, some: Sequence[str]) -> None:
        """Copy from one host, one picture after the other, as long as it answers."""
        silent = 0
        for address in some:
            dumb = Passing(host, "not asked any more, as others could not be had there")
            error = dumb if silent >= DUMB else await self._tried(line, address)
            silent = silent + 1 if isinstance(error, Passing) else 0
            if error:
                self.rejects.add(host or "no host", address, error.reason)
            self._progress.advance()

    async def _tried(self, line: Line, address: str) -> Unreachable | Unreadable | None:
        """Copy one picture; gives why it can't be had."""
        try:
            content = await line.fetch(address)
            async with self._desk:
                whole, small = await asyncio.to_thread(fit, content, address)
        except (Unreachable, Unreadable) as error:
            return error
        keeping = asyncio.create_task(self._keep(address, whole, small))
        try:
            await asyncio.shield(keeping)
        except asyncio.CancelledError:
            await keeping  # a thread writes it, whoever is called off
            raise
        return None

    async def _keep(self, address: str, whole: Picture, small: Picture | None) -> None:
        await asyncio.to_thread(copies.put, self._folder, address, whole, small)
        self._new += 1
        self._size += len(whole.content) + (len(small.content) if small else 0)


def _by_host(wanted: Iterable[str]) -> dict[str, list[str]]:
    hosts: dict[str, list[str]] = defaultdict(list)
    for address in wanted:
        try:
            host = urlsplit(address).hostname or ""
        except ValueError:
            host = ""
        hosts[host].append(address)
    return hosts
