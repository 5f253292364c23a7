"""Cards on which reviews are shown: where they stand, and what they show."""

from typing import Literal, NamedTuple

from bot.errors import Gone, ReviewGone
from bot.model import Heading
from bot.reviews import EVERYWHERE, Review
from bot.store import pictures, reviews
from bot.store.catalogue import heading
from bot.store.connection import Database

NOTHING = ""
"""What a card shows of a review that may not be read where it stands."""
_NOW = "review.revision || ':' || review.helpful || ':' || review.votes"


class Place(NamedTuple):
    """A message on a server or on none; `picture` came with it, `shows` is what of the review."""

    message: int
    channel: int
    server: int | None
    picture: int | None = None
    shows: str = NOTHING


class Face(NamedTuple):
    """What a card is to show in a place: the review, or None where it may not be read there.

    `head` is None where what it is of is no longer in the store; `content` is its picture.
    """

    review: Review | None
    head: Heading | None
    shows: str = NOTHING
    content: bytes | None = None


def face(db: Database, review: int, server: int | None) -> Face:
    """Give what a card of a review is to show on a server now."""
    try:
        shown = reviews.read(db, review, server)
    except ReviewGone:
        return Face(None, None)
    sql = f"SELECT {_NOW} FROM review WHERE id = :review"  # noqa: S608 - words of our own
    (shows,) = db.execute(sql, {"review": review}).fetchone()
    content = pictures.content(db, shown.picture) if shown.picture else None
    return Face(shown, _head(db, shown.thing), shows, content)


def unseen(db: Database, review: int, server: int | None) -> Literal["elsewhere", "hidden"]:
    """Tell why a review is not seen on a server: another one keeps it, or it is hidden."""
    _, place = reviews.place(db, review)
    return "hidden" if place in {EVERYWHERE, server} else "elsewhere"


def _head(db: Database, thing: int) -> Heading | None:
    try:
        return heading(db, thing)
    except Gone:
        return None


def of(db: Database, review: int) -> list[tuple[Place, Face]]:
    """Give the cards of a review that show something else than they are to, and what that is."""
    sql = """
        SELECT message, channel, server, picture, shows FROM posted WHERE review = :review
        ORDER BY message
    """
    places = [Place(*row) for row in db.execute(sql, {"review": review})]
    faces = {server: face(db, review, server) for server in {one.server for one in places}}
    return [
        (place, faces[place.server]) for place in places if place.shows != faces[place.server].shows
    ]


def is_any(db: Database, review: int) -> bool:
    """Tell whether a card shows a review somewhere."""
    sql = "SELECT 1 FROM posted WHERE review = :review"
    return db.execute(sql, {"review": review}).fetchone() is not None


def review_on(db: Database, message: int) -> int:
    """Give the review that a message shows, or showed before it was gone; raises ReviewGone."""
    sql = "SELECT review FROM posted WHERE message = :message"
    row = db.execute(sql, {"message": message}).fetchone()
    if row is None:
        raise ReviewGone(0)
    return int(row[0])


def keep(db: Database, review: int, place: Place, now: str) -> None:
    """Remember a message on which a review is shown, and what of it."""
    sql = """
        INSERT INTO posted (message, channel, server, review, picture, shows, posted_at)
        VALUES (:message, :channel, :server, :review, :picture, :shows, :now)
        ON CONFLICT (message) DO UPDATE SET shows = excluded.shows, picture = excluded.picture
    """
    db.execute(sql, place._asdict() | {"review": review, "now": now})


def forget(db: Database, message: int) -> None:
    """Forget a message that can't be changed any more."""
    db.execute("DELETE FROM posted WHERE message = :message", {"message": message})


def stale(db: Database) -> list[int]:
    """Give the reviews of which a card shows something else than it is to."""
    visible = reviews.VISIBLE.replace(":thing", "review.thing")
    visible = visible.replace(":server", f"coalesce(posted.server, {EVERYWHERE})")
    sql = f"""
        SELECT DISTINCT posted.review FROM posted LEFT JOIN review ON review.id = posted.review
        WHERE posted.shows <> CASE WHEN {visible} THEN {_NOW} ELSE :nothing END
        ORDER BY posted.review
    """  # noqa: S608 - words of our own
    return [review for (review,) in db.execute(sql, {"nothing": NOTHING})]
