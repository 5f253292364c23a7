"""One process that writes into a folder of databases, and one that loads: locks with names."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from bot.errors import LoadHeld, StoreHeld, StoreReadOnly


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
    be made.
    """
    with _locked(folder, "loading.lock", f"{what} (process {os.getpid()})") as holder:
        if holder is not None:
            raise LoadHeld(holder)
        yield


@contextmanager
def _locked(folder: Path, name: str, who: str) -> Iterator[str | None]:
    """Give None with the lock held, else who holds it.

    The kernel gives the lock back when the process ends, however it ends: nothing is ever stale.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / name).open("a+", encoding="utf-8")
    except OSError as error:
        raise StoreReadOnly(folder, str(error)) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            yield lock.read().strip()
            return
        lock.truncate(0)
        lock.write(f"{who} since {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC")
        lock.flush()
        yield None


def is_held(folder: Path) -> bool:
    """Tell whether a process has the folder's databases for writing."""
    try:
        with holding(folder):
            return False
    except StoreHeld:
        return True


def is_loading(folder: Path) -> bool:
    """Tell whether somebody loads."""
    try:
        with (folder / "loading.lock").open("rb") as lock:
            # Shared: several may ask at once.
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except FileNotFoundError:
        return False
    return False
