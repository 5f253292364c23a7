"""Loads: what each did, and what stood there before, so that the last can be taken back."""

from datetime import UTC, datetime
from typing import Any, NamedTuple

from bot.report import Load
from bot.store.connection import Database

KEPT = 10
"""How many of a generation's loads can be taken back, one after the other."""


class Before(NamedTuple):
    """What a source had told of a thing before a load; `body` is None where it had told nothing."""

    thing: int
    told_by: str
    series: int
    body: str | None


def begin(db: Database) -> int:
    """Give the number of the load that is about to be made."""
    return int(db.execute("SELECT coalesce(max(id), 0) + 1 FROM load").fetchone()[0])


def record(db: Database, load: int, row: dict[str, Any]) -> None:
    """Note a load that is done: every field of Load but id, state and time."""
    row = {"id": load, "loaded_at": datetime.now(UTC).isoformat(timespec="seconds")} | row
    sql = """
        INSERT INTO load (id, source, version, who, generation, state, series, episodes, people,
            credits, new, changed, unchanged, gone, rejected, undecided, seconds, loaded_at)
        VALUES (:id, :source, :version, :who, :generation, 'done', :series, :episodes, :people,
            :credits, :new, :changed, :unchanged, :gone, :rejected, :undecided, :seconds,
            :loaded_at)
    """
    db.execute(sql, row)
    db.execute("DELETE FROM undo WHERE load <= :old", {"old": load - KEPT})


def latest(db: Database, limit: int = 25) -> list[Load]:
    """Give the loads, the last one first."""
    rows = db.execute("SELECT * FROM load ORDER BY id DESC LIMIT :limit", {"limit": limit})
    return [Load(*row) for row in rows]


def last(db: Database) -> Load | None:
    """Give the last load that is done."""
    sql = "SELECT * FROM load WHERE state = 'done' ORDER BY id DESC LIMIT 1"
    row = db.execute(sql).fetchone()
    return Load(*row) if row else None


def before(db: Database, load: Load) -> Load | None:
    """Give the load that is the last one once this one is taken back."""
    sql = "SELECT * FROM load WHERE state = 'done' AND id < :id ORDER BY id DESC LIMIT 1"
    row = db.execute(sql, {"id": load.id}).fetchone()
    return Load(*row) if row else None


def take_back(db: Database, load: int) -> None:
    """Note that a load was taken back."""
    db.execute("UPDATE load SET state = 'undone' WHERE id = :id", {"id": load})


def keep(db: Database, load: int, row: Before) -> None:
    """Keep what a source had told before this load; the first of several is gone back to."""
    sql = """
        INSERT INTO undo (load, thing, told_by, series, body)
        VALUES (:load, :thing, :told_by, :series, :body)
        ON CONFLICT (load, thing, told_by) DO NOTHING
    """
    db.execute(sql, {"load": load} | row._asdict())


def kept(db: Database, load: int) -> list[Before]:
    """Give what was kept for a load, episodes before their series."""
    sql = """
        SELECT thing, told_by, series, body FROM undo WHERE load = :load
        ORDER BY thing = series, thing
    """
    return [Before(*row) for row in db.execute(sql, {"load": load})]


def forget(db: Database, load: int) -> None:
    """Forget what was kept for a load."""
    db.execute("DELETE FROM undo WHERE load = :load", {"load": load})
