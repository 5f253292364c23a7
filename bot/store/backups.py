"""Copies of what people gave, which cannot be had again: made while the bot runs, and checked."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from bot.errors import StoreCorrupt
from bot.store.connection import Database
from bot.store.durable import settle
from bot.store.generations import PART

KEPT = 10
"""Backups that are kept; older ones make way."""


def back_up(db: Database, folder: Path) -> Path:
    """Copy the community's database into `folder`; gives the copy, which is whole and checked.

    Raises StoreCorrupt when the copy is not sound; nothing is left of it then.
    """
    folder.mkdir(parents=True, exist_ok=True)
    final = folder / f"community-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.db"
    part = folder / f"{final.name}{PART}"
    try:
        with closing(sqlite3.connect(part)) as copy:
            db.backup(copy, name="main")
            copy.execute("PRAGMA journal_mode = DELETE")
            (verdict,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
        if verdict != "ok":
            raise StoreCorrupt(part, verdict)
        settle(part, final)
    finally:
        part.unlink(missing_ok=True)
    for old in sorted(folder.glob("community-*.db"))[:-KEPT]:
        old.unlink(missing_ok=True)
    return final
