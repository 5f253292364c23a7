"""Deeds: what is done happens once, and no more of it in a day than a member may do."""

from datetime import UTC, datetime, timedelta

from bot.errors import TooMany
from bot.reviews import Deed, Kind, daily_limit
from bot.store.connection import Database

KEPT_DAYS = 3
"""Days that a deed is known: Discord's own tokens end after 15 minutes, limits ask for one day."""


def earlier(db: Database, deed: Deed) -> int | None:
    """Give the subject of what this interaction has done before; None if it is new."""
    sql = "SELECT subject FROM deed WHERE interaction = :interaction"
    row = db.execute(sql, {"interaction": deed.interaction}).fetchone()
    return row[0] if row else None


def note(db: Database, deed: Deed, kind: str, subject: int) -> None:
    """Remember that an interaction has done something, to which review or thing."""
    sql = """
        INSERT INTO deed (interaction, member, kind, subject, done_at)
        VALUES (:interaction, :member, :kind, :subject, :now)
    """
    key = {"interaction": deed.interaction, "member": deed.member, "now": deed.now}
    db.execute(sql, key | {"kind": kind, "subject": subject})


def seen(db: Database, deed: Deed) -> None:
    """Remember since when a member and a server are known."""
    sql = "INSERT INTO member (id, since) VALUES (:member, :now) ON CONFLICT (id) DO NOTHING"
    db.execute(sql, {"member": deed.member, "now": deed.now})
    if deed.server:
        sql = "INSERT INTO server (id, since) VALUES (:server, :now) ON CONFLICT (id) DO NOTHING"
        db.execute(sql, {"server": deed.server, "now": deed.now})


def allow(db: Database, deed: Deed, kind: Kind) -> None:
    """Raise TooMany if a member has done this as often in 24 hours as they may by now."""
    sql = """
        SELECT (SELECT since FROM member WHERE id = :member),
            (SELECT count(*) FROM deed
                WHERE member = :member AND kind = :kind AND done_at > :before),
            (SELECT min(done_at) FROM deed
                WHERE member = :member AND kind = :kind AND done_at > :before)
    """
    now = datetime.fromisoformat(deed.now)
    before = (now - timedelta(days=1)).isoformat(timespec="seconds")
    key = {"member": deed.member, "kind": kind, "before": before}
    since, count, first = db.execute(sql, key).fetchone()
    here = (now - _moment(since)) / timedelta(days=1) if since else 0.0
    limit = daily_limit(kind, here)
    if count >= limit:
        raise TooMany(kind, limit, _moment(first) + timedelta(days=1))


def forget(db: Database, now: str) -> None:
    """Forget the deeds that are too old to come again."""
    before = datetime.fromisoformat(now) - timedelta(days=KEPT_DAYS)
    sql = "DELETE FROM deed WHERE done_at < :before"
    db.execute(sql, {"before": before.isoformat(timespec="seconds")})


def _moment(told: str) -> datetime:
    moment = datetime.fromisoformat(told)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
