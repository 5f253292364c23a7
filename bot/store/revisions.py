"""Revisions of a review, which everybody can see who may read it; and whose reviews there are."""

from typing import Any

from bot.errors import NoReview, ReviewGone
from bot.model import Heading
from bot.reviews import History, Review, Revision, Words
from bot.store import cases, reviews
from bot.store.catalogue import heading, headings
from bot.store.connection import Database


def history(db: Database, review: int, server: int | None, at: int) -> History:
    """Give one of a review's changes, 0 is the newest; one that is not there gives the oldest.

    Raises ReviewGone where the review may not be read, and Gone.
    """
    return _history(db, reviews.read(db, review, server), at)


def history_of_case(db: Database, review: int, server: int, at: int) -> History:
    """Give the same to the moderators of a server, of a hidden review as well.

    Raises ReviewGone where there is none and where its author has deleted it, and Gone.
    """
    try:
        told = cases.case(db, review, server)
    except NoReview:
        raise ReviewGone(review) from None  # what leads here stands on a card of it
    if told.deleted:
        raise ReviewGone(review)
    return _history(db, told.review, at)


def _history(db: Database, shown: Review, at: int) -> History:
    head, review = heading(db, shown.thing), shown.id
    sql = "SELECT count(*) FROM review_revision WHERE review = :review"
    (revisions,) = db.execute(sql, {"review": review}).fetchone()
    if revisions < 2:
        return History(shown, head)
    at = min(at, revisions - 2)
    sql = """
        SELECT headline, body, rating, spoiler, language, picture, written_at
        FROM review_revision WHERE review = :review ORDER BY id DESC LIMIT 2 OFFSET :at
    """
    after, before = map(_made, db.execute(sql, {"review": review, "at": at}))
    return History(shown, head, at, revisions - 1, before, after)


def _made(row: tuple[Any, ...]) -> Revision:
    return Revision(Words(*row[:6])._replace(spoiler=bool(row[3])), row[6])


def thing_of(db: Database, member: int, review: int) -> tuple[int, Heading | None]:
    """Give what a member's own review is of, None where that is gone; raises ReviewGone."""
    sql = "SELECT thing FROM review WHERE id = :review AND member = :member"
    row = db.execute(sql, {"review": review, "member": member}).fetchone()
    if row is None:
        raise ReviewGone(review)
    return row[0], next(iter(headings(db, [row[0]])), None)


def reviewed(db: Database, member: int) -> list[Heading]:
    """Give what a member has published reviews of, the newest first."""
    sql = """
        SELECT thing FROM review WHERE member = :member AND state = 'published'
        ORDER BY created_at DESC LIMIT 200
    """
    return headings(db, [thing for (thing,) in db.execute(sql, {"member": member})])
