"""Reviews of a thing page by page: in any order, of any filter, quickly however many there are."""

from collections.abc import Sequence

from bot.page import Viewer
from bot.reading import BARE, COUNTED, LOOKED, PAGE, ReviewsPage, Star, Stars, WholeReview
from bot.reviews import EVERYWHERE, Filters, Review
from bot.store import pictures, reviews, tallies
from bot.store.catalogue import heading
from bot.store.connection import Database, marks
from bot.store.orders import OF, ORDERS, Asked, first, window
from bot.store.reviews import COLUMNS, VISIBLE

HIGH, LOW = 7, 4
"""Ratings from which on a review praises, and up to which it is critical."""
_FILTERS = """
    (NOT :spoiler_free OR NOT review.spoiler)
    AND (:lowest IS NULL OR review.rating >= :lowest)
    AND (:highest IS NULL OR review.rating <= :highest)
    AND (NOT :here OR review.server = :server)
    AND (:language IS NULL OR review.language = :language
        OR review.language LIKE :language || '-%')
"""


def page(db: Database, thing: int, filters: Filters, viewer: Viewer, at: int = 0) -> ReviewsPage:
    """Read one page of a thing's reviews, the last one instead of one behind it; raises Gone.

    Without a filter all are counted and can be turned to. With one they are found among the first
    LOOKED of their order, and COUNTED of them can be turned to.
    """
    head = heading(db, thing)
    score = tallies.score(db, thing, viewer)
    shown = ReviewsPage(head, filters, score=score, viewer=viewer)
    asked = {
        "thing": thing,
        "server": viewer.server or EVERYWHERE,
        "one": 0,
        "other": 0,
        "third": 0,
    }
    if filters._replace(order="helpful") != Filters():
        return _filtered(db, shown, asked, at)
    total = reviews.count(db, thing, viewer.server)
    lead = _lead(db, asked) if filters.order == "helpful" and total > 1 else ()
    left = total - len({*lead} - {0})
    rest = -(-left // PAGE)
    at = min(at, max(0, rest + bool(lead) - 1))
    shown = shown._replace(page=at, pages=max(1, rest + bool(lead)), total=total)
    if lead and not at:
        found = {one.id: one for one in of_ids(db, lead)}
        praising, critical, best = map(found.get, lead)
        return shown._replace(praising=praising, critical=critical, best=best)
    start = (at - bool(lead)) * PAGE
    asked |= dict(zip(("one", "other", "third"), lead, strict=False))
    return shown._replace(reviews=of_ids(db, window(db, asked, ORDERS[filters.order], start, left)))


def whole(db: Database, review: int, server: int | None) -> WholeReview:
    """Read one review and what it is of; raises ReviewGone where it may not be read, Gone."""
    found = reviews.read(db, review, server)
    picture = pictures.content(db, found.picture) if found.picture else None
    return WholeReview(heading(db, found.thing), found, picture)


def stars(db: Database, thing: int, server: int | None, at: int = 0) -> Stars:
    """Count the ratings of a thing that may be seen on a server, each from 1 to 10; raises Gone.

    With one page of those without a text, the last one instead of one behind it: they are looked
    for among the newest ratings, and COUNTED of them can be turned to.
    """
    sql = """
        SELECT value, count(*) FROM rating
        WHERE thing = :thing AND place IN (0, :server) GROUP BY value
    """
    found = dict(db.execute(sql, {"thing": thing, "server": server or EVERYWHERE}))
    counts = tuple(found.get(value, 0) for value in range(1, 11))
    shown = Stars(heading(db, thing), counts, reviews.count(db, thing, server))
    rows = _bare(db, thing, server)
    total = min(len(rows), COUNTED)
    pages = max(1, -(-total // BARE))
    at = min(at, pages - 1)
    bare = tuple(rows[at * BARE : min((at + 1) * BARE, total)])
    more = len(rows) > COUNTED or sum(counts) > LOOKED // 3
    return shown._replace(bare=bare, page=at, pages=pages, total=total, more=more)


def _bare(db: Database, thing: int, server: int | None) -> list[Star]:
    """Give the newest ratings of who has no review of a thing, unless they are blocked there."""
    sql = """
        SELECT member, value, given_at FROM (
            SELECT member, value, given_at FROM rating
            WHERE thing = :thing AND place IN (0, :server)
            ORDER BY given_at DESC, member DESC LIMIT :looked
        ) AS given
        WHERE member NOT IN (SELECT member FROM block WHERE server IN (0, :server))
            AND NOT EXISTS (
                SELECT 1 FROM review
                WHERE thing = :thing AND review.member = given.member AND state = 'published')
        ORDER BY given_at DESC, member DESC LIMIT :most
    """
    key = {"thing": thing, "server": server or EVERYWHERE}
    found = db.execute(sql, {**key, "looked": LOOKED // 3, "most": COUNTED + 1})
    return [Star(*row) for row in found]


def of_ids(db: Database, ids: Sequence[int]) -> tuple[Review, ...]:
    """Read reviews that may be read, in the order of their ids here."""
    if not ids:
        return ()
    some, key = marks(ids)
    sql = f"""
        SELECT {COLUMNS} FROM review JOIN review_revision AS shown ON shown.id = review.revision
        WHERE review.id IN ({some})
    """  # noqa: S608 - words of our own
    found = {row[0]: reviews.made(row) for row in db.execute(sql, key)}
    return tuple(found[one] for one in ids if one in found)


def _lead(db: Database, asked: Asked) -> tuple[int, ...]:
    """Give the most helpful review that praises and the one that is critical, if there are both.

    Behind them stands the most helpful of all, which may be one of them; 0 where none helped.
    """
    sql = f"""
        SELECT id FROM (
            SELECT review.id AS id, review.rating AS rating {OF} AND {VISIBLE}
            ORDER BY {ORDERS["helpful"].clause} LIMIT :looked
        ) WHERE rating BETWEEN :low AND :high LIMIT 1
    """  # noqa: S608 - words of our own
    both = [
        row[0]
        for low, high in ((HIGH, 10), (1, LOW))
        for row in db.execute(sql, {**asked, "looked": LOOKED // 4, "low": low, "high": high})
    ]
    if len(both) < 2:
        return ()
    sql = f"""
        SELECT review.id {OF} AND {VISIBLE} AND review.rank > 0
        ORDER BY {ORDERS["helpful"].clause} LIMIT 1
    """
    (best,) = db.execute(sql, asked).fetchone() or (0,)
    return (*both, best)


def _filtered(db: Database, shown: ReviewsPage, asked: Asked, at: int) -> ReviewsPage:
    """Read a page of what a filter lets through."""
    asked = {**asked, **shown.filters._asdict(), "looked": LOOKED}
    ids = first(db, asked, ORDERS[shown.filters.order], _FILTERS, COUNTED + 1)
    total = min(len(ids), COUNTED)
    pages = max(1, -(-total // PAGE))
    at = min(at, pages - 1)
    found = of_ids(db, ids[at * PAGE : min((at + 1) * PAGE, total)])
    more = len(ids) > COUNTED or reviews.count(db, shown.heading.id, None) > LOOKED
    return shown._replace(reviews=found, page=at, pages=pages, total=total, more=more)
