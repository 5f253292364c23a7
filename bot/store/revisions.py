"""Revisions of a review, which everybody can see who may read it; and whose reviews there are."""

from bot.errors import ReviewGone
from bot.model import Heading
from bot.reviews import History, Revision, Words
from bot.store import reviews
from bot.store.catalogue import heading, headings
from bot.store.connection import Database


def history(db: Database, review: int, server: int | None) -> History:
    """Give a review's revisions; raises ReviewGone where it may not be read, and Gone."""
    shown = reviews.read(db, review, server)
    sql = """
        SELECT headline, body, rating, spoiler, language, picture, written_at
        FROM review_revision WHERE review = :review ORDER BY id
    """
    rows = db.execute(sql, {"review": review})
    told = tuple(
        Revision(Words(*row[:6])._replace(spoiler=bool(row[3])), str(row[6])) for row in rows
    )
    return History(shown, heading(db, shown.thing), told)


def thing_of(db: Database, member: int, review: int) -> Heading:
    """Give what a member's own review is of; raises ReviewGone, and Gone."""
    sql = "SELECT thing FROM review WHERE id = :review AND member = :member"
    row = db.execute(sql, {"review": review, "member": member}).fetchone()
    if row is None:
        raise ReviewGone(review)
    return heading(db, row[0])


def reviewed(db: Database, member: int) -> list[Heading]:
    """Give what a member has published reviews of, the newest first."""
    sql = """
        SELECT thing FROM review WHERE member = :member AND state = 'published'
        ORDER BY created_at DESC LIMIT 200
    """
    return headings(db, [thing for (thing,) in db.execute(sql, {"member": member})])
