"""Drafts: what a member wrote and has not published; nothing that was typed is thrown away."""

from datetime import datetime, timedelta

from bot.reviews import DRAFT_DAYS
from bot.store.connection import Database


def forget(db: Database, now: str) -> None:
    """Forget the drafts that nobody has changed for 30 days."""
    before = datetime.fromisoformat(now) - timedelta(days=DRAFT_DAYS)
    sql = "DELETE FROM draft WHERE changed_at < :before"
    db.execute(sql, {"before": before.isoformat(timespec="seconds")})
