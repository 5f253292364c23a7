"""One writing process for a folder of databases: the holder of its lock file, by name."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from bot.errors import StoreHeld


@contextmanager
def holding(folder: Path) -> Iterator[None]:
    """Hold the folder while the block runs; raises StoreHeld, which says who has it.

    The kernel gives the lock back when the process ends, however it ends: nothing is ever stale.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "coldopen.lock").open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.seek(0)
            raise StoreHeld(folder, lock.read().strip()) from error
        lock.truncate(0)
        lock.write(f"process {os.getpid()} since {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC")
        lock.flush()
        yield
