"""Alarms: votes that look as if they were not honest, and whose they are, for moderators."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from bot.cases import Alarm, Entry, Sort
from bot.reviews import EVERYWHERE, told
from bot.store import moderation
from bot.store.connection import Database
from bot.store.weighing import Bounds

PAGE = 10
"""Alarms on a page."""
DAMPED = """
    JOIN alarm_voter AS rang ON rang.alarm = alarm.id
    JOIN vote ON vote.review = alarm.review AND vote.member = rang.member
        AND coalesce(vote.server, 0) = rang.server
    WHERE alarm.kind = 'burst' AND vote.fresh AND vote.cast_at <= alarm.ended_at
        AND (:server = 0 OR rang.server = :server)
"""
"""The votes of an alarm that are damped because of a burst, of those cast on :server (0: all)."""
_COLUMNS = f"""
    alarm.id, alarm.kind, alarm.review, alarm.author, alarm.begun_at, alarm.ended_at,
    (SELECT count(DISTINCT member) FROM alarm_voter WHERE alarm = alarm.id),
    (SELECT count(DISTINCT member) FROM alarm_voter
        WHERE alarm = alarm.id AND (:server = 0 OR server = :server)),
    coalesce(alarm.server, 0),
    (SELECT count(*) FROM alarm AS one {DAMPED.replace("alarm.", "one.")} AND one.id = alarm.id),
    {moderation.COLUMNS}
"""  # noqa: S608 - words of our own
"""What an Alarm is made of, in its order, and then what its `lifted` is."""
_CONCERNS = """
    :server = 0 OR alarm.server = :server
        OR alarm.id IN (SELECT alarm FROM alarm_voter WHERE server = :server)
"""


class Ringing(NamedTuple):
    """What rings an alarm: `server` is the review's, `voters` are servers and members."""

    kind: Sort
    review: int
    author: int
    server: int | None
    voters: set[tuple[int, int]]


def ring(db: Database, ringing: Ringing, at: Bounds) -> None:
    """Keep an alarm; what goes on since the one before is the same one, unless that was lifted."""
    alarm = _going_on(db, ringing, at)
    if alarm is None:
        sql = """
            INSERT INTO alarm (kind, review, author, server, begun_at, ended_at)
            VALUES (:kind, :review, :author, :server, :at, :at) RETURNING id
        """
        row = ringing._asdict() | {"at": at.at}
        del row["voters"]
        (alarm,) = db.execute(sql, row).fetchone()
    sql = """
        INSERT INTO alarm_voter (alarm, server, member) VALUES (:alarm, :server, :member)
        ON CONFLICT (alarm, server, member) DO NOTHING
    """
    voters = sorted(ringing.voters)
    db.executemany(sql, [{"alarm": alarm, "server": one, "member": who} for one, who in voters])


def _going_on(db: Database, ringing: Ringing, at: Bounds) -> int | None:
    if ringing.kind == "burst":
        sql = """
            UPDATE alarm SET ended_at = :at
            WHERE kind = 'burst' AND review = :review AND ended_at > :since AND lifted IS NULL
            RETURNING id
        """
        key = {"review": ringing.review, "since": at.burst, "at": at.at}
    else:
        sql = """
            UPDATE alarm SET ended_at = :at, review = :review
            WHERE kind = 'author' AND author = :author AND ended_at > :since RETURNING id
        """
        key = {"author": ringing.author, "review": ringing.review, "since": at.many, "at": at.at}
    row = db.execute(sql, key).fetchone()
    return row[0] if row else None


def newest(db: Database, server: int, page: int) -> tuple[list[Alarm], int]:
    """Give a page of the alarms that concern a server, the newest first, and how many there are.

    The review was written there, or some of the voters voted there; all concern the operators (0).
    """
    key = {"server": server, "most": PAGE, "before": page * PAGE}
    sql = f"""
        SELECT {_COLUMNS} FROM alarm LEFT JOIN moderation ON moderation.id = alarm.lifted
        WHERE {_CONCERNS} ORDER BY alarm.ended_at DESC, alarm.id DESC LIMIT :most OFFSET :before
    """  # noqa: S608 - words of our own
    found = [_made(row) for row in db.execute(sql, key)]
    (count,) = db.execute(f"SELECT count(*) FROM alarm WHERE {_CONCERNS}", key).fetchone()  # noqa: S608 - as above
    return found, count


def one(db: Database, alarm: int, server: int) -> Alarm | None:
    """Give an alarm if it concerns a server, as above."""
    sql = f"""
        SELECT {_COLUMNS} FROM alarm LEFT JOIN moderation ON moderation.id = alarm.lifted
        WHERE alarm.id = :alarm AND ({_CONCERNS})
    """  # noqa: S608 - words of our own
    row = db.execute(sql, {"alarm": alarm, "server": server}).fetchone()
    return _made(row) if row else None


def _made(row: Sequence[Any]) -> Alarm:
    found, entry = Alarm(*row[:10]), row[10:]
    lifted = Entry(*entry) if entry[0] is not None else None
    begun, ended = told(row[4]), told(row[5])
    return found._replace(begun_at=begun, ended_at=ended, lifted=lifted)


def voters(db: Database, alarm: int, server: int) -> tuple[list[int], int]:
    """Give who voted on this server of those who rang an alarm, and how many did elsewhere.

    Operators, who ask for 0, are told of all. Who took the vote back since is among them.
    """
    sql = """
        SELECT DISTINCT member FROM alarm_voter
        WHERE alarm = :alarm AND (:server = :everywhere OR server = :server) ORDER BY member
    """
    key = {"alarm": alarm, "server": server, "everywhere": EVERYWHERE}
    here = [row[0] for row in db.execute(sql, key)]
    sql = "SELECT count(DISTINCT member) FROM alarm_voter WHERE alarm = :alarm"
    (count,) = db.execute(sql, key).fetchone()
    return here, count - len(here)
