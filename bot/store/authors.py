"""What a member wrote: as others may read it, and all of it for themselves."""

from typing import Any

from bot.reading import LISTED, PAGE, AuthorPage, OwnPage, OwnReview, WholeReview
from bot.reviews import EVERYWHERE, Draft, Words
from bot.store import catalogue, reading
from bot.store.connection import Database
from bot.store.reviews import VISIBLE, blocked

_READ = f"""
    FROM review WHERE review.member = :member AND {VISIBLE.replace(":thing", "review.thing")}
"""
_OWN = "FROM review WHERE member = :member AND state = 'published'"
_OWN_IDS = f"SELECT id {_OWN} ORDER BY created_at DESC, id DESC LIMIT :size OFFSET :start"
_DRAFT = "FROM draft WHERE member = :member"


def page(db: Database, member: int, server: int | None, at: int = 0) -> AuthorPage:
    """Read one page of a member's reviews that may be read on a server, the newest first.

    The last page instead of one behind it. Their ratings are counted where these may be seen.
    """
    key = {"member": member, "server": server or EVERYWHERE}
    sql = f"""
        SELECT count(*), coalesce(sum(review.helpful), 0), coalesce(sum(review.votes), 0),
            (SELECT count(*) FROM rating WHERE member = :member AND place IN (0, :server))
        {_READ}
    """  # noqa: S608 - words of our own
    total, helpful, votes, ratings = db.execute(sql, key).fetchone()
    pages = max(1, -(-total // LISTED))
    at = min(at, pages - 1)
    sql = f"""
        SELECT review.id {_READ}
        ORDER BY review.created_at DESC, review.id DESC LIMIT :size OFFSET :start
    """
    rows = db.execute(sql, {**key, "size": LISTED, "start": at * LISTED})
    found = reading.of_ids(db, [row[0] for row in rows])
    heads = {one.id: one for one in catalogue.headings(db, [one.thing for one in found])}
    listed = tuple(WholeReview(heads[one.thing], one) for one in found if one.thing in heads)
    return AuthorPage(member, listed, at, pages, total, helpful, votes, ratings)


def own(db: Database, member: int, server: int | None, at: int = 0) -> OwnPage:
    """Read one page of all that a member wrote, wherever: reviews, the newest first, then drafts.

    The last page instead of one behind it.
    """
    key = {"member": member, "server": server or EVERYWHERE}
    sql = f"SELECT (SELECT count(*) {_OWN}), (SELECT count(*) {_DRAFT})"
    written, drafted = db.execute(sql, key).fetchone()
    pages = max(1, -(-(written + drafted) // PAGE))
    at = min(at, pages - 1)
    start = at * PAGE
    reviews = _reviews(db, {**key, "size": PAGE, "start": start})
    left = {"size": PAGE - len(reviews), "start": max(0, start - written)}
    drafts = _drafts(db, {**key, **left})
    if blocked(db, member, server) is not None:
        reviews = [one._replace(hidden=one.hidden or "blocked") for one in reviews]
    things = [one.review.thing for one in reviews] + [one.thing or 0 for one in drafts]
    heads = {one.id: one for one in catalogue.headings(db, things)}
    return OwnPage(
        tuple(one._replace(heading=heads.get(one.review.thing)) for one in reviews),
        tuple((heads.get(one.thing or 0), one) for one in drafts),
        at,
        pages,
        written + drafted,
    )


def _reviews(db: Database, key: dict[str, int]) -> list[OwnReview]:
    sql = f"""
        SELECT review.id, hiding.kind, (
            SELECT reason FROM moderation
            WHERE moderation.review = review.id AND coalesce(moderation.server, 0) = hiding.server
                AND action IN ('hide', 'remove', 'again') ORDER BY id DESC LIMIT 1
        ), CASE WHEN hiding.kind <> 'reports' AND NOT EXISTS (
            SELECT 1 FROM appeal
            WHERE appeal.review = review.id AND appeal.server = hiding.server
        ) THEN hiding.server END, EXISTS (
            SELECT 1 FROM appeal WHERE appeal.review = review.id
                AND appeal.server = hiding.server AND decided_at IS NULL)
        FROM ({_OWN_IDS}) AS own JOIN review ON review.id = own.id
        LEFT JOIN hiding ON hiding.server IN (0, :server) AND hiding.thing = review.thing
            AND hiding.review = review.id
        ORDER BY hiding.server DESC
    """  # noqa: S608 - words of our own
    # What holds everywhere comes last, and stays.
    rows = db.execute(sql, key)
    told = {review: (*rest, bool(waits)) for review, *rest, waits in rows}
    ids = [row[0] for row in db.execute(_OWN_IDS, key)]
    return [OwnReview(None, one, *told[one.id]) for one in reading.of_ids(db, ids)]


def _drafts(db: Database, key: dict[str, int]) -> list[Draft]:
    sql = f"""
        SELECT changed_at, id, member, thing, review, server, place, headline, body, rating,
            spoiler, language, picture
        {_DRAFT} ORDER BY changed_at DESC, id DESC LIMIT :size OFFSET :start
    """
    return [_draft(*row) for row in db.execute(sql, key)]


def _draft(changed_at: str, *row: Any) -> Draft:  # noqa: ANN401 - what SQLite gives has no types
    (*of, headline, body, rating, spoiler, language, picture) = row
    number, member, thing, review, server, place = of
    words = Words(headline, body, rating, bool(spoiler), language, picture)
    return Draft(number, member, thing, review, server, place, words, changed_at)
