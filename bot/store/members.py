"""Members: the country that they told, and how they rate."""

from bot.page import Score, Viewer
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


def score(db: Database, thing: int, member: int) -> Score:
    """Tell what members think of a thing, and what one of them does."""
    sql = """
        SELECT avg(value), count(*), max(CASE WHEN member = :member THEN value END)
        FROM rating WHERE thing = :thing
    """
    return Score(*db.execute(sql, {"thing": thing, "member": member}).fetchone())
