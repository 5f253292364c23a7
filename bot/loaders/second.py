"""The second process of a big load: it reads who is in what, while the first reads titles.

Each function runs there to its end and gives back arrays; texts stay in the files of a folder.
"""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from bot.errors import Cancelled
from bot.loaders import imdb_people as people_of
from bot.loaders.dumps import Whole
from bot.loaders.imdb import narrow
from bot.loaders.memory import give_back, give_back_early
from bot.loaders.pairs import Pairs
from bot.loaders.rejects import Rejects
from bot.loaders.spool import Marks, Spooled

CAST = frozenset({"title.principals", "title.crew"})
"""The dumps that tell who is in what."""
PAIRS = "pairs"
"""The file in which it is noted who is in what."""
_read: Any = None
"""How many bytes both processes have read; set when this one begins."""


class Parts(NamedTuple):
    """Who is in what: packed credits, whom they name, and what could not be used."""

    spooled: list[Spooled]
    named: Whole
    rejects: Rejects


def begin(read: Any) -> None:  # noqa: ANN401 - multiprocessing's Value has no public type
    """Begin the process: it ends when the first one does, however that ends."""
    global _read  # noqa: PLW0603 - a process has no other place for what it is begun with
    _read = read
    give_back_early()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the first one's to answer
    if parent := multiprocessing.parent_process():
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: Any) -> None:  # noqa: ANN401 - multiprocessing's own class
    parent.join()
    os._exit(1)


def count(read: Any, size: int) -> None:  # noqa: ANN401 - as above
    """Count bytes that were read; raises Cancelled when the build was called off."""
    with read.get_lock():
        if read.value < 0:
            raise Cancelled
        read.value += size


def stopping(read: Any) -> Callable[..., None]:  # noqa: ANN401 - as above
    """Give what ends the second process early when the first one fails: for an ExitStack."""

    def stop(kind: object, error: object, trace: object) -> None:
        del error, trace
        if kind is not None:
            with read.get_lock():
                read.value = -1

    return stop


def tell(size: int) -> None:
    """Count bytes that this process has read."""
    count(_read, size)


def parts(there: dict[str, Path], numbers: Whole, work: Path, *, strict: bool) -> Parts:
    """Read title.principals and title.crew for these titles."""
    spooled = []
    with Pairs(work / PAIRS, numbers) as pairs:
        asked = people_of.Asked(Marks.of(numbers), Marks(), Rejects(strict=strict), tell, pairs)
        for name, read in (("title.principals", people_of.cast), ("title.crew", people_of.crew)):
            if name in there:
                spooled.append(read(there[name], work / name, asked))
                give_back()
    told = Parts(spooled, narrow(asked.named.all()), asked.rejects)
    del asked, numbers, pairs
    give_back()
    return told


def people(path: Path, named: Whole, work: Path, *, strict: bool) -> tuple[Spooled, Rejects]:
    """Read the names of those who are named out of name.basics."""
    asked = people_of.Asked(Marks(), Marks.of(named), Rejects(strict=strict), tell)
    return people_of.people(path, work / "people", asked), asked.rejects
