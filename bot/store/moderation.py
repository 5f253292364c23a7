"""The log of what moderators did, which only grows, and what those whom it is about are told."""

from collections.abc import Sequence
from typing import NamedTuple

from bot.cases import BOT, HONEST, Entry, Notice
from bot.reviews import EVERYWHERE, Deed
from bot.store.connection import Database

COLUMNS = """
    moderation.id, coalesce(moderation.server, 0), moderation.actor, moderation.action,
    moderation.subject, moderation.reason, moderation.acted_at, moderation.review,
    moderation.member
"""
"""What an Entry is made of, in its order."""
AGAINST = ("hide", "remove", "warn", "block", "again")
"""What an author may appeal against."""


class Writing(NamedTuple):
    """What is written into the log: on which server, who, what, why, when, and about what."""

    server: int
    actor: int
    action: str
    reason: str
    acted_at: str
    review: int | None = None
    member: int | None = None
    subject: str = ""


class Filter(NamedTuple):
    """Which entries of a server's log are read: about a review, about a member, or all."""

    review: int | None = None
    member: int | None = None


def write(db: Database, entry: Writing) -> int:
    """Add an entry to the log, and give its id; it can't be changed or taken away."""
    sql = """
        INSERT INTO moderation (server, actor, action, subject, reason, acted_at, review, member)
        VALUES (:server, :actor, :action, :subject, :reason, :acted_at, :review, :member)
        RETURNING id
    """
    (number,) = db.execute(sql, entry._asdict()).fetchone()
    return int(number)


def page(
    db: Database, server: int, filtered: Filter, at: int, size: int
) -> tuple[tuple[Entry, ...], int, int]:
    """Give a page of a server's log, the newest first, its number, and how many there are."""
    among = """
        FROM moderation WHERE server = :server
            AND (:review IS NULL OR review = :review) AND (:member IS NULL OR member = :member)
    """
    key = filtered._asdict() | {"server": server, "size": size}
    (number,) = db.execute(f"SELECT count(*) {among}", key).fetchone()
    pages = max(1, -(-number // size))
    taken = min(max(at, 0), pages - 1)
    sql = f"SELECT {COLUMNS} {among} ORDER BY id DESC LIMIT :size OFFSET :skipped"
    rows = db.execute(sql, key | {"skipped": taken * size}).fetchall()
    return tuple(Entry(*row) for row in rows), taken, pages


def last(db: Database, review: int, server: int) -> Entry | None:
    """Give what a person decided last about a review on a server; not about votes on it."""
    sql = f"""
        SELECT {COLUMNS} FROM moderation
        WHERE review = :review AND server = :server AND actor != 0 AND action != :votes
        ORDER BY id DESC LIMIT 1
    """  # noqa: S608 - words of our own
    key = {"review": review, "server": server, "votes": HONEST}
    row = db.execute(sql, key).fetchone()
    return Entry(*row) if row else None


def carry_over(db: Database, deed: Deed, thing: int, review: int) -> None:
    """Keep away where it was taken away what a member deleted and writes anew.

    The log says so, and they are told and may appeal.
    """
    sql = """
        INSERT INTO hiding (server, thing, review, kind, since)
        SELECT server, :thing, :review, kind, :now FROM hiding WHERE review = (
            SELECT max(id) FROM review
            WHERE member = :member AND thing = :thing AND state = 'deleted')
        RETURNING server
    """
    key = {"thing": thing, "review": review, "member": deed.member, "now": deed.now}
    for (server,) in db.execute(sql, key).fetchall():
        sql = """
            SELECT reason FROM moderation
            WHERE member = :member AND server = :server AND action IN ('hide', 'remove', 'again')
                AND review IN (SELECT id FROM review WHERE member = :member AND thing = :thing)
            ORDER BY id DESC LIMIT 1
        """
        row = db.execute(sql, key | {"server": server}).fetchone()
        reason = row[0] if row else ""
        entry = Writing(server, BOT, "again", reason, deed.now, review, deed.member)
        notify(db, deed.member, write(db, entry))


def notify(db: Database, member: int, entry: int) -> int | None:
    """Let a member be told of an entry; it waits until it has reached them.

    None where nobody can be told: whose review it was has become anonymous.
    """
    if member <= 0:
        return None
    sql = "INSERT INTO notice (member, entry) VALUES (:member, :entry) RETURNING id"
    (number,) = db.execute(sql, {"member": member, "entry": entry}).fetchone()
    return int(number)


def notices(db: Database, member: int) -> tuple[Notice, ...]:
    """Give what a member has not been told yet, the oldest first."""
    sql = f"{_NOTICE} AND notice.member = :member ORDER BY notice.id"
    return tuple(_noticed(row) for row in db.execute(sql, {"member": member}).fetchall())


def notice(db: Database, number: int) -> Notice | None:
    """Give one thing that a member is to be told, None once they were."""
    sql = f"{_NOTICE} AND notice.id = :number"
    row = db.execute(sql, {"number": number}).fetchone()
    return _noticed(row) if row else None


def told(db: Database, numbers: Sequence[int], now: str) -> None:
    """Note that a member has been told."""
    sql = "UPDATE notice SET told_at = :now WHERE id = :number AND told_at IS NULL"
    db.executemany(sql, [{"number": number, "now": now} for number in numbers])


_NOTICE = f"""
    SELECT notice.id, notice.member, {COLUMNS}, shown.headline, EXISTS (
        SELECT 1 FROM appeal WHERE appeal.review = moderation.review
            AND appeal.server = coalesce(moderation.server, {EVERYWHERE}))
    FROM notice JOIN moderation ON moderation.id = notice.entry
    LEFT JOIN review ON review.id = moderation.review
    LEFT JOIN review_revision AS shown ON shown.id = review.revision
    WHERE notice.told_at IS NULL
"""  # noqa: S608 - words of our own


def _noticed(row: Sequence[object]) -> Notice:
    number, member, *told, headline, appealed = row
    entry = Entry(*told)  # type: ignore[arg-type]  # what SQLite gives has no types
    appealable = entry.review is not None and entry.action in AGAINST and not appealed
    return Notice(number, member, entry, headline, appealable)  # type: ignore[arg-type]  # the same
