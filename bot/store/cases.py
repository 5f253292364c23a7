"""Cases: a review with all that moderators need to decide about it, and those that wait."""

from collections.abc import Iterable
from contextlib import suppress

from bot.cases import Appeal, Case, History, Odd, Report, Waiting
from bot.errors import NoReview, ReviewGone
from bot.reviews import EVERYWHERE
from bot.store import alarms, catalogue, moderation, pictures
from bot.store.connection import Database
from bot.store.reviews import COLUMNS, made

REPORTS = 100
"""Open reports of a review that are read: more say nothing new."""


def case(db: Database, review: int, server: int) -> Case:
    """Give a review as the moderators of a server see it, hidden or not; server 0 sees all.

    Raises NoReview where there is none, or another server keeps it: which of these is not told.
    """
    sql = f"""
        SELECT {COLUMNS}, review.state = 'deleted'
        FROM review JOIN review_revision AS shown ON shown.id = review.revision
        WHERE review.id = :review AND (:server = 0 OR review.place IN (0, :server))
    """  # noqa: S608 - words of our own
    row = db.execute(sql, {"review": review, "server": server}).fetchone()
    if row is None:
        raise NoReview(review)
    *columns, deleted = row
    found = made(tuple(columns))
    heads = catalogue.headings(db, [found.thing])
    here, everywhere, blocked = _state(db, review, found.member, server)
    return Case(
        server=server,
        review=found,
        head=heads[0] if heads else None,
        deleted=bool(deleted),
        hiding=here,
        everywhere=everywhere if server else None,
        blocked=bool(blocked),
        reports=_reports(db, review, server),
        decided=_decided(db, review, server),
        history=_history(db, found.member, server),
        appeal=_appeal(db, review, server),
        last=moderation.last(db, review, server),
    )


def picture(db: Database, review: int, server: int) -> tuple[int, bytes]:
    """Give the picture of a review as its moderators see it, its id and its file.

    Raises ReviewGone where `case` does, and where there is none (any more).
    """
    told = case(db, review, server)
    number = told.review.picture
    content = pictures.content(db, number) if number and not told.deleted else None
    if not number or content is None:
        raise ReviewGone(review)
    return number, content


def several(db: Database, reviews: Iterable[int], server: int) -> tuple[Case, ...]:
    """Give those of some reviews that the moderators of a server can look at."""
    found = []
    for review in reviews:
        with suppress(ReviewGone):
            found.append(case(db, review, server))
    return tuple(found)


def _state(db: Database, review: int, author: int, server: int) -> tuple[None, None, int]:
    sql = """
        SELECT (SELECT kind FROM hiding WHERE review = :review AND server = :server),
            (SELECT kind FROM hiding WHERE review = :review AND server = :everywhere),
            EXISTS (SELECT 1 FROM block WHERE member = :author AND server = :server)
    """
    key = {"review": review, "author": author, "server": server, "everywhere": EVERYWHERE}
    here, everywhere, blocked = db.execute(sql, key).fetchone()
    return here, everywhere, blocked


def _reports(db: Database, review: int, server: int) -> tuple[Report, ...]:
    sql = """
        SELECT member, reason, coalesce(words, ''), reported_at FROM report
        WHERE server = :server AND review = :review AND decided_at IS NULL
        ORDER BY reported_at, member LIMIT :most
    """
    rows = db.execute(sql, {"review": review, "server": server, "most": REPORTS})
    return tuple(Report(*row) for row in rows.fetchall())


def _decided(db: Database, review: int, server: int) -> int:
    sql = """
        SELECT count(*) FROM report
        WHERE review = :review AND server = :server AND decided_at IS NOT NULL
    """
    return int(db.execute(sql, {"review": review, "server": server}).fetchone()[0])


def _history(db: Database, author: int, server: int) -> History:
    sql = """
        SELECT (SELECT count(*) FROM review WHERE member = :author AND state = 'published'
                AND (:server = 0 OR place IN (0, :server))),
            sum(action = 'remove'), sum(action = 'warn'), sum(action = 'block')
        FROM moderation WHERE member = :author AND server = :server
    """
    row = db.execute(sql, {"author": author, "server": server}).fetchone()
    return History(*(number or 0 for number in row))


def _appeal(db: Database, review: int, server: int) -> Appeal | None:
    sql = """
        SELECT words, appealed_at FROM appeal
        WHERE review = :review AND server = :server AND decided_at IS NULL
    """
    row = db.execute(sql, {"review": review, "server": server}).fetchone()
    return Appeal(*row) if row else None


_WAITING = """
    SELECT review, sum(reports) AS reports, max(appealed) AS appealed, max(hidden) AS hidden,
        min(since) AS since
    FROM (
        SELECT review, 1 AS reports, 0 AS appealed, 0 AS hidden, reported_at AS since FROM report
        WHERE server = :server AND decided_at IS NULL
        UNION ALL SELECT review, 0, 1, 0, appealed_at FROM appeal
        WHERE server = :server AND decided_at IS NULL
        UNION ALL SELECT review, 0, 0, 1, since FROM hiding
        WHERE server = :server AND kind = 'reports')
    WHERE review IN (SELECT id FROM review WHERE revision IS NOT NULL)
    GROUP BY review
"""
"""What waits for a server; of those who had all of theirs erased nothing does."""


def waiting(
    db: Database, server: int, page: int, size: int
) -> tuple[tuple[Waiting, ...], int, int]:
    """Give a page of the reviews that wait for a server's moderators, with its number and theirs.

    Those that have waited longest come first.
    """
    key = {"server": server, "size": size}
    sql = f"SELECT count(*) FROM ({_WAITING})"  # noqa: S608 - words of our own
    pages = max(1, -(-db.execute(sql, key).fetchone()[0] // size))
    taken = min(max(page, 0), pages - 1)
    sql = f"""
        SELECT review.id, shown.headline, review.member, review.thing, open.reports, open.appealed,
            open.hidden, open.since
        FROM ({_WAITING} ORDER BY since, review LIMIT :size OFFSET :skipped) AS open
        JOIN review ON review.id = open.review
        JOIN review_revision AS shown ON shown.id = review.revision
        ORDER BY open.since, review.id
    """  # noqa: S608 - words of our own
    rows = db.execute(sql, key | {"skipped": taken * size}).fetchall()
    heads = {head.id: head for head in catalogue.headings(db, [row[3] for row in rows])}
    found = (
        Waiting(
            review, headline, member, heads.get(thing), reports, bool(appealed), bool(hidden), at
        )
        for review, headline, member, thing, reports, appealed, hidden, at in rows
    )
    return tuple(found), taken, pages


def odd(db: Database, server: int, page: int = 0) -> Odd:
    """Give a page of the alarms about votes that concern a server; operators (0) get all."""
    found, count = alarms.newest(db, server, page)
    pages = max(1, -(-count // alarms.PAGE))
    if page >= pages:
        return odd(db, server, pages - 1)
    return Odd(tuple(found), page, pages, count)
