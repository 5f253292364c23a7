"""Copies of what people gave, which cannot be had again: made while the bot runs, and checked."""

import errno
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from bot.errors import StoreBusy, StoreCorrupt, StoreReadOnly
from bot.store.connection import Database
from bot.store.durable import settle
from bot.store.generations import PART
from bot.store.migrations import told

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
"""What the system says when a disk, or somebody's share of it, has no more room."""
KEPT = 10
"""Backups that are kept; older ones make way."""


def back_up(db: Database, folder: Path) -> Path:
    """Copy the community's database into `folder`; gives the copy, which is whole and checked.

    Raises StoreCorrupt when the copy is not sound, StoreReadOnly or StoreBusy when it can't be
    written; nothing is left of it then.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        final = folder / f"community-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.db"
        _copy(db, final)
        for old in sorted(folder.glob("community-*.db"))[:-KEPT]:
            old.unlink(missing_ok=True)
    except OSError as error:
        kind = StoreBusy if error.errno in FULL else StoreReadOnly
        raise kind(folder, error.strerror or str(error)) from error
    return final


def _copy(db: Database, final: Path) -> None:
    part = final.with_name(f"{final.name}{PART}")
    try:
        with closing(sqlite3.connect(part)) as copy:
            db.backup(copy, name="main")
            copy.execute("PRAGMA journal_mode = DELETE")
            (verdict,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
        if verdict != "ok":
            raise StoreCorrupt(part, verdict)
        settle(part, final)
    except sqlite3.Error as error:
        raise told(error, final.parent) from error
    finally:
        with suppress(OSError):  # where nothing may be written, it was not made
            part.unlink(missing_ok=True)
