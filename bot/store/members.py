"""Members: the country that they told."""

from bot.page import Viewer
from bot.store.connection import Database


def known(db: Database, viewer: Viewer) -> Viewer:
    """Give a viewer with the country that they told, instead of one that was guessed."""
    sql = "SELECT country FROM member WHERE id = :member AND country IS NOT NULL"
    row = db.execute(sql, {"member": viewer.member}).fetchone()
    return viewer._replace(country=row[0], guessed=False) if row else viewer


def set_country(db: Database, member: int, country: str | None, now: str) -> None:
    """Remember a member's country (two capitals), or forget it; `now` is a moment of ISO 8601."""
    sql = """
        INSERT INTO member (id, since, country) VALUES (:member, :now, :country)
        ON CONFLICT (id) DO UPDATE SET country = excluded.country
    """
    db.execute(sql, {"member": member, "now": now, "country": country})
