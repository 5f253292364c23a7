"""Votes: one a member and review; what is shown is raw, the order is made of what they weigh."""

from collections.abc import Sequence

from bot.errors import OwnReview, ReviewGone
from bot.reviews import EVERYWHERE, FULL, Ballot, Standing, helpfulness
from bot.store import deeds
from bot.store.connection import Database
from bot.store.reviews import VISIBLE
from bot.store.writes import Failed


def cast(db: Database, ballots: Sequence[Ballot]) -> list[Standing | Failed]:
    """Cast votes, in their order, and tell how each review stands then.

    The same interaction votes once. Fails with ReviewGone, OwnReview or TooMany.
    """
    return [_tried(db, ballot) for ballot in ballots]


def _tried(db: Database, ballot: Ballot) -> Standing | Failed:
    try:
        return _cast(db, ballot)
    except (ReviewGone, OwnReview) as error:
        return Failed(error)


def _cast(db: Database, ballot: Ballot) -> Standing:
    deed, review = ballot.deed, ballot.review
    sql = f"""
        SELECT review.member, review.revision FROM review
        WHERE review.id = :review AND {VISIBLE.replace(":thing", "review.thing")}
    """  # noqa: S608 - words of our own
    row = db.execute(sql, {"review": review, "server": deed.server or EVERYWHERE}).fetchone()
    if row is None:
        raise ReviewGone(review)
    author, revision = row
    if author == deed.member:
        raise OwnReview(review)
    before = own(db, review, deed.member)
    if deeds.earlier(db, deed) is None:
        deeds.seen(db, deed)
        _put(db, ballot, author, revision)
        deeds.note(db, deed, "vote", review)
    sql = "SELECT helpful, votes FROM review WHERE id = :review"
    helpful, votes = db.execute(sql, {"review": review}).fetchone()
    return Standing(review, helpful, votes, own(db, review, deed.member), before)


def own(db: Database, review: int, member: int) -> bool | None:
    """Give a member's vote on a review, None where they have none."""
    sql = "SELECT helpful FROM vote WHERE review = :review AND member = :member"
    row = db.execute(sql, {"review": review, "member": member}).fetchone()
    return bool(row[0]) if row else None


def _put(db: Database, ballot: Ballot, author: int, revision: int) -> None:
    deed = ballot.deed
    key = {"review": ballot.review, "member": deed.member}
    sql = "DELETE FROM vote WHERE review = :review AND member = :member RETURNING helpful, weight"
    for helpful, weight in db.execute(sql, key).fetchall():
        _count(db, ballot.review, -1, helpful, -weight)
    if ballot.helpful is None:
        return
    sql = """
        INSERT INTO vote
            (review, member, revision, author, helpful, server, weight, counts_from, cast_at)
        VALUES (:review, :member, :revision, :author, :helpful, :server, :weight, NULL, :now)
    """
    row = key | {"revision": revision, "author": author, "helpful": ballot.helpful}
    db.execute(sql, row | {"server": deed.server, "weight": FULL, "now": deed.now})
    _count(db, ballot.review, 1, ballot.helpful, FULL)


def _count(db: Database, review: int, votes: int, helpful: int, weight: int) -> None:
    sql = """
        UPDATE review SET votes = votes + :votes, helpful = helpful + :votes * :helpful,
            weighed = weighed + :weight, weighed_helpful = weighed_helpful + :weight * :helpful
        WHERE id = :review RETURNING weighed_helpful, weighed
    """
    key = {"review": review, "votes": votes, "helpful": helpful, "weight": weight}
    weighed_helpful, weighed = db.execute(sql, key).fetchone()
    sql = "UPDATE review SET rank = :rank WHERE id = :review"
    rank = helpfulness(weighed_helpful / FULL, weighed / FULL)
    db.execute(sql, {"review": review, "rank": rank})
