"""One writing process for a folder of databases: the holder of its lock file, by name."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from bot.errors import StoreHeld, StoreReadOnly


@contextmanager
def holding(folder: Path) -> Iterator[None]:
    """Hold the folder while the block runs; raises StoreHeld, which says who has it.

    Raises StoreReadOnly where no lock can be made. The kernel gives the lock back when the process
    ends, however it ends: nothing is ever stale.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / "coldopen.lock").open("a+", encoding="utf-8")
    except OSError as error:
        raise StoreReadOnly(folder, str(error)) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.seek(0)
            raise StoreHeld(folder, lock.read().strip()) from error
        lock.truncate(0)
        lock.write(f"process {os.getpid()} since {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC")
        lock.flush()
        yield
