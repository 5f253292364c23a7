"""One process that writes into a folder of databases, and one that loads: locks with names."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from io import RawIOBase
from pathlib import Path

from bot.errors import LoadHeld, StoreHeld, StoreReadOnly
from bot.store.generations import tidy_builds

LOOKS, MOMENT = 5, 0.01
"""How often a lock is tried, and the seconds between: who only looks is done in less."""


@contextmanager
def holding(folder: Path) -> Iterator[None]:
    """Hold the folder while the block runs; raises StoreHeld, which says who has it.

    Raises StoreReadOnly where no lock can be made.
    """
    with _locked(folder, "coldopen.lock", f"process {os.getpid()}") as holder:
        if holder is not None:
            raise StoreHeld(folder, holder)
        yield


@contextmanager
def loading(folder: Path, what: str) -> Iterator[None]:
    """Be the one who loads while the block runs; raises LoadHeld, which says who is.

    `what` tells the others: "IMDb dumps, from the shell". Raises StoreReadOnly where no lock can
    be made. What loads that were killed have left is removed before it begins.
    """
    with _locked(folder, "loading.lock", f"{what} (process {os.getpid()})") as holder:
        if holder is not None:
            raise LoadHeld(holder)
        with suppress(OSError):  # what may not be removed hinders nobody
            tidy_builds(folder)
        yield


@contextmanager
def attending(folder: Path) -> Iterator[None]:
    """Tell shells while the block runs that their requests are looked for here."""
    with _locked(folder, "attending.lock", f"process {os.getpid()}"):
        yield


@contextmanager
def _locked(folder: Path, name: str, who: str) -> Iterator[str | None]:
    """Give None with the lock held, else who holds it.

    The kernel gives the lock back when the process ends, however it ends: nothing is ever stale.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # Without a buffer: what a full disk does not take would be tried again at the end.
        lock = (folder / name).open("a+b", buffering=0)
    except OSError as error:
        raise StoreReadOnly(folder, str(error)) from error
    with lock:
        if not _taken(lock):
            lock.seek(0)
            yield lock.read().decode("utf-8", "replace").strip()
            return
        with suppress(OSError):  # the name only tells others: a full disk is no hindrance
            lock.truncate(0)
            lock.write(f"{who} since {datetime.now(UTC):%Y-%m-%d %H:%M:%S.%f} UTC".encode())
        yield None


def _taken(lock: RawIOBase) -> bool:
    """Take a lock; who only looks whether it is held has it for a moment, too."""
    for _ in range(LOOKS):
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(MOMENT)
        else:
            return True
    return False


def is_held(folder: Path) -> bool:
    """Tell whether a process has the folder's databases for writing."""
    return _is_locked(folder / "coldopen.lock")


def is_attended(folder: Path) -> bool:
    """Tell whether the process that has the databases looks for requests of shells."""
    return _is_locked(folder / "attending.lock")


def who_loads(folder: Path) -> str | None:
    """Tell who loads, None when nobody does."""
    path = folder / "loading.lock"
    return path.read_text("utf-8") if _is_locked(path) else None


def _is_locked(path: Path) -> bool:
    try:
        with path.open("rb") as lock:
            # Shared: several may look at once.
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except FileNotFoundError:
        return False
    return False
