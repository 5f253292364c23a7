"""How often things are looked up and reviewed, by day and server; nothing of who did it."""

from collections.abc import Mapping
from datetime import date, timedelta

from bot.happening import Trend, Trends
from bot.store import catalogue
from bot.store.connection import Database
from bot.store.reviews import VISIBLE

KEPT = 8
"""Days that are kept: this one and a week before it."""
WEEK = 7
"""Days that are counted together, this one among them."""
EVERYWHERE = 0
"""The server under which every look-up is counted, wherever it was."""
REVIEW = 3
"""How many look-ups a review is worth."""

_LOOKED = """
    SELECT thing, sum(count) AS lookups, 0 AS reviews FROM lookup
    WHERE server = coalesce(:server, 0) AND day > :before GROUP BY thing
"""
# What was written on other servers is not told of one; what can't be read there does not count.
_REVIEWED = f"""
    SELECT review.thing, 0, count(*) FROM review
    WHERE review.created_at >= :since AND (:server IS NULL OR review.server = :server)
        AND {VISIBLE.replace(":thing", "review.thing").replace(":server", "coalesce(:server, 0)")}
    GROUP BY review.thing
"""  # noqa: S608 - words of our own
_EVERY = f"""
    SELECT thing, sum(lookups) AS lookups, sum(reviews) AS reviews
    FROM ({_LOOKED} UNION ALL {_REVIEWED})
    WHERE thing IN (SELECT id FROM series) OR thing IN (SELECT id FROM episode)
    GROUP BY thing
"""  # noqa: S608 - words of our own

Counts = Mapping[tuple[str, int, int], int]
"""How often by day, server and thing."""


def add(db: Database, counts: Counts) -> None:
    """Add look-ups to what was counted before, and forget the days that are over."""
    sql = """
        INSERT INTO lookup (day, server, thing, count) VALUES (:day, :server, :thing, :count)
        ON CONFLICT (server, day, thing) DO UPDATE SET count = count + excluded.count
    """
    rows = [
        {"day": day, "server": server, "thing": thing, "count": count}
        for (day, server, thing), count in counts.items()
    ]
    db.executemany(sql, rows)
    if counts:
        newest = date.fromisoformat(max(day for day, _, _ in counts))
        sql = "DELETE FROM lookup WHERE day <= :over"
        db.execute(sql, {"over": (newest - timedelta(KEPT)).isoformat()})


def week(db: Database, server: int | None, today: date, *, size: int, page: int = 0) -> Trends:
    """Read one page of what was looked up and reviewed most this week, the last one at most.

    On a server, or everywhere (None). What was reviewed counts as if it had been looked up REVIEW
    times more.
    """
    before = today - timedelta(WEEK)
    key = {
        "server": server,
        "before": before.isoformat(),
        "since": (before + timedelta(1)).isoformat(),
    }
    (total,) = db.execute(f"SELECT count(*) FROM ({_EVERY})", key).fetchone()  # noqa: S608
    page = min(page, max(0, total - 1) // size)
    sql = f"""
        {_EVERY} ORDER BY lookups + {REVIEW} * reviews DESC, reviews DESC, thing
        LIMIT :size OFFSET :start
    """
    rows = db.execute(sql, key | {"size": size, "start": page * size}).fetchall()
    heads = {head.id: head for head in catalogue.headings(db, [row[0] for row in rows])}
    trends = (Trend(heads[thing], lookups, reviews) for thing, lookups, reviews in rows)
    return Trends(server, tuple(trends), total, page)
