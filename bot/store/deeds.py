"""Deeds: what is done happens once, and no more of it in a day than a member may do."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from bot.errors import TooMany
from bot.reviews import Deed, Kind, daily_limit, seconds, told
from bot.store.connection import Database


def earlier(db: Database, deed: Deed) -> int | None:
    """Give the subject of what this interaction has done before; None if it is new."""
    sql = "SELECT subject FROM deed WHERE interaction = :interaction"
    row = db.execute(sql, {"interaction": deed.interaction}).fetchone()
    return row[0] if row else None


def note(db: Database, deed: Deed, kind: str, subject: int) -> None:
    """Remember that an interaction has done something, to which review or thing."""
    note_all(db, [row(deed, kind, subject)])


def row(deed: Deed, kind: str, subject: int) -> dict[str, object]:
    """Give what is remembered of a deed."""
    return {
        "interaction": deed.interaction,
        "member": deed.member,
        "kind": kind,
        "subject": subject,
        "now": deed.now,
    }


def note_all(db: Database, rows: Iterable[dict[str, object]]) -> None:
    """Remember several deeds at once."""
    sql = """
        INSERT INTO deed (interaction, member, kind, subject, done_at)
        VALUES (:interaction, :member, :kind, :subject, :now)
    """
    db.executemany(sql, rows)


def seen(db: Database, deed: Deed) -> None:
    """Remember since when a member and a server are known."""
    see(db, [deed.member], {deed.server}, deed.now)


def see(db: Database, members: Iterable[int], servers: Iterable[int | None], now: str) -> None:
    """Remember since when several members and servers are known."""
    sql = "INSERT INTO member (id, since) VALUES (:member, :now) ON CONFLICT (id) DO NOTHING"
    db.executemany(sql, [{"member": one, "now": now} for one in members])
    sql = "INSERT INTO server (id, since) VALUES (:server, :now) ON CONFLICT (id) DO NOTHING"
    db.executemany(sql, [{"server": one, "now": now} for one in servers if one])


def allow(db: Database, deed: Deed, kind: Kind) -> None:
    """Raise TooMany if a member has done this as often in 24 hours as they may by now."""
    sql = """
        SELECT (SELECT since FROM member WHERE id = :member),
            (SELECT count(*) FROM deed
                WHERE member = :member AND kind = :kind AND done_at > :before)
    """
    since, count = db.execute(sql, _key(deed, kind)).fetchone()
    limit = daily_limit(kind, days_between(since, deed.now) if since else 0.0)
    if count >= limit:
        raise TooMany(kind, limit, again(db, deed, kind))


def again(db: Database, deed: Deed, kind: Kind) -> datetime:
    """Tell when the first of what a member did of this kind in 24 hours is a day old."""
    key = _key(deed, kind)
    sql = """
        SELECT
            (SELECT min(done_at) FROM deed
                WHERE member = :member AND kind = :kind AND done_at > :before),
            (SELECT min(cast_at) FROM vote
                WHERE member = :member AND :kind = 'vote' AND cast_at > :today)
    """
    done, cast = db.execute(sql, key | {"today": seconds(str(key["before"]))}).fetchone()
    first = min(filter(None, (done, cast and told(cast))), default=deed.now)
    return _moment(first) + timedelta(days=1)


def days_between(since: str, now: str) -> float:
    """Give how many days lie between two moments."""
    return (_moment(now) - _moment(since)) / timedelta(days=1)


def _key(deed: Deed, kind: Kind) -> dict[str, object]:
    before = (datetime.fromisoformat(deed.now) - timedelta(days=1)).isoformat(timespec="seconds")
    return {"member": deed.member, "kind": kind, "before": before, "now": deed.now}


def _moment(told: str) -> datetime:
    moment = datetime.fromisoformat(told)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
