"""Reviews: published, changed, taken back and read; who may read one is decided here alone."""

from datetime import datetime, timedelta

from bot.errors import AlreadyReviewed, Blocked, ReviewGone, TooLate
from bot.page import Viewer
from bot.reviews import EVERYWHERE, UNDO_MINUTES, Deed, Review, Words
from bot.store import deeds, identity, moderation, review_words, tallies
from bot.store.catalogue import heading
from bot.store.connection import Database
from bot.store.tallies import Counted

VISIBLE = """
    review.state = 'published' AND review.place IN (0, :server)
    AND review.id NOT IN (
        SELECT review FROM hiding WHERE server IN (0, :server) AND thing = :thing)
    AND review.member NOT IN (SELECT member FROM block WHERE server IN (0, :server))
"""
"""What may be read of the reviews of `:thing` on `:server` (0: on none): every reader asks this."""

COLUMNS = """
    review.id, review.member, shown.headline, shown.body, shown.rating, shown.spoiler,
    shown.written_at, review.helpful, review.votes, review.thing, review.server, review.place,
    review.created_at, review.edited_after, shown.language, shown.picture
"""
"""What a Review is made of, in its order: review joined with review_revision AS shown."""


def best(db: Database, thing: int, server: int | None) -> tuple[int, Review | None]:
    """Count the reviews of a thing that may be read on a server, and give the most helpful one.

    The newest of equals comes first, then the longest.
    """
    number = count(db, thing, server)
    if not number:
        return 0, None
    sql = f"""
        SELECT {COLUMNS} FROM review JOIN review_revision AS shown ON shown.id = review.revision
        WHERE review.thing = :thing AND {VISIBLE}
        ORDER BY review.rank DESC, review.created_at DESC, review.length DESC, review.id DESC
        LIMIT 1
    """  # noqa: S608 - words of our own
    row = db.execute(sql, {"thing": thing, "server": server or EVERYWHERE}).fetchone()
    return number, made(row) if row else None


def count(db: Database, thing: int, server: int | None) -> int:
    """Count the reviews of a thing that may be read on a server, without reading them all."""
    sql = """
        SELECT
            (SELECT coalesce(sum(reviews), 0) FROM counted
                WHERE thing = :thing AND place IN (0, :server))
            - (SELECT count(*) FROM (
                SELECT review.id FROM hiding JOIN review ON review.id = hiding.review
                WHERE hiding.server IN (0, :server) AND hiding.thing = :thing
                    AND review.state = 'published' AND review.place IN (0, :server)
                UNION SELECT id FROM review
                WHERE thing = :thing AND state = 'published' AND place IN (0, :server)
                    AND member IN (SELECT member FROM block WHERE server IN (0, :server))))
    """
    (number,) = db.execute(sql, {"thing": thing, "server": server or EVERYWHERE}).fetchone()
    return int(number)


def read(db: Database, review: int, server: int | None) -> Review:
    """Read a review; raises ReviewGone where it may not be read (any more)."""
    sql = f"""
        SELECT {COLUMNS} FROM review JOIN review_revision AS shown ON shown.id = review.revision
        WHERE review.id = :review AND {VISIBLE.replace(":thing", "review.thing")}
    """  # noqa: S608 - words of our own
    row = db.execute(sql, {"review": review, "server": server or EVERYWHERE}).fetchone()
    if row is None:
        raise ReviewGone(review)
    return made(row)


def made(row: tuple[object, ...]) -> Review:
    """Make a Review of what a statement gave for COLUMNS."""
    found = Review(*row)  # type: ignore[arg-type]  # what SQLite gives has no types
    return found._replace(spoiler=bool(found.spoiler))


def own(db: Database, member: int, thing: int) -> int | None:
    """Give a member's published review of a thing, wherever it may be read."""
    sql = """
        SELECT id FROM review WHERE thing = :thing AND member = :member AND state = 'published'
    """
    row = db.execute(sql, {"thing": thing, "member": member}).fetchone()
    return row[0] if row else None


def place(db: Database, review: int) -> tuple[int | None, int]:
    """Give on which server a review was written (None: on none), and the place of its readers."""
    sql = "SELECT server, place FROM review WHERE id = :review"
    server, place = db.execute(sql, {"review": review}).fetchone()
    return server, place


def blocked(db: Database, member: int, server: int | None) -> int | None:
    """Tell who wants no reviews of a member: a server's moderators, or operators (0), or nobody."""
    sql = "SELECT min(server) FROM block WHERE member = :member AND server IN (0, :server)"
    (by,) = db.execute(sql, {"member": member, "server": server or EVERYWHERE}).fetchone()
    return None if by is None else int(by)


def _welcome(db: Database, deed: Deed) -> None:
    if (by := blocked(db, deed.member, deed.server)) is not None:
        raise Blocked(by)


def words(db: Database, review: int) -> Words | None:
    """Give the words that a published review shows."""
    sql = """
        SELECT shown.headline, shown.body, shown.rating, shown.spoiler, shown.language,
            shown.picture
        FROM review JOIN review_revision AS shown ON shown.id = review.revision
        WHERE review.id = :review AND review.state = 'published'
    """
    row = db.execute(sql, {"review": review}).fetchone()
    return Words(*row)._replace(spoiler=bool(row[3])) if row else None


def publish(db: Database, deed: Deed, thing: int, words: Words, place: int) -> int:
    """Publish a member's review of a thing at a place, and give its id.

    The same interaction publishes once. A rating in it is the member's rating of the thing. Raises
    Blocked, AlreadyReviewed, TooMany, Gone.
    """
    if (before := deeds.earlier(db, deed)) is not None:
        return before
    _welcome(db, deed)
    known(db, deed, thing)
    if (there := own(db, deed.member, thing)) is not None:
        raise AlreadyReviewed(there)
    deeds.allow(db, deed, "review")
    sql = """
        INSERT INTO review (thing, member, server, place, state, created_at)
        VALUES (:thing, :member, :server, :place, 'published', :now) RETURNING id
    """
    key = {"thing": thing, "member": deed.member, "server": deed.server, "place": place}
    (review,) = db.execute(sql, key | {"now": deed.now}).fetchone()
    tallies.add(db, thing, place, Counted(reviews=1))
    _show(db, deed, review, words)
    moderation.carry_over(db, deed, thing, review)
    deeds.note(db, deed, "review", review)
    return int(review)


def revise(db: Database, deed: Deed, review: int, words: Words) -> None:
    """Give a member's own review other words; votes stay, and it says how many it had by then.

    Words that it has already change nothing, and neither does a language where it had none. The
    same interaction does it once. Raises Blocked, and ReviewGone unless it is theirs and published.
    """
    if deeds.earlier(db, deed) is not None:
        return
    _welcome(db, deed)
    _own(db, deed, review, "published")
    if not _shows(db, review, words):
        _revise(db, deed, review, words)
    deeds.note(db, deed, "revision", review)


def _shows(db: Database, review: int, new: Words) -> bool:
    shown = words(db, review)
    language = shown.language if shown else None
    return shown == (new if language else new._replace(language=None))


def delete(db: Database, deed: Deed, review: int) -> None:
    """Take a member's own review back, and the rating in it; `restore` undoes it for a while.

    Once, however often it is asked for. Raises ReviewGone unless it is theirs and published.
    """
    if deeds.earlier(db, deed) is not None:
        return
    thing, place, rating = _own(db, deed, review, "published")
    sql = "UPDATE review SET state = 'deleted', deleted_at = :now WHERE id = :review"
    db.execute(sql, {"review": review, "now": deed.now})
    review_words.drop(db, review)
    tallies.add(db, thing, place, Counted(reviews=-1))
    if rating is not None:
        tallies.rate(db, deed, thing, None, place)
    deeds.note(db, deed, "deletion", review)


def restore(db: Database, deed: Deed, review: int) -> None:
    """Undo a deletion; raises ReviewGone, TooLate after 10 minutes, AlreadyReviewed.

    A rating that was given since then stands, and is the review's.
    """
    if deeds.earlier(db, deed) is not None:
        return
    thing, place, rating = _own(db, deed, review, "deleted")
    sql = "SELECT deleted_at FROM review WHERE id = :review"
    (at,) = db.execute(sql, {"review": review}).fetchone()
    until = datetime.fromisoformat(at) + timedelta(minutes=UNDO_MINUTES)
    if datetime.fromisoformat(deed.now) > until:
        raise TooLate(review)
    if (there := own(db, deed.member, thing)) is not None:
        raise AlreadyReviewed(there)
    sql = "UPDATE review SET state = 'published', deleted_at = NULL WHERE id = :review"
    db.execute(sql, {"review": review})
    if (shown := words(db, review)) is None:
        raise ReviewGone(review)
    review_words.put(db, review, shown.headline, shown.body)
    tallies.add(db, thing, place, Counted(reviews=1))
    since = tallies.score(db, thing, Viewer(deed.member, alone=True)).own
    if since not in {None, rating}:
        _revise(db, deed, review, shown._replace(rating=since))
    elif rating is not None:
        tallies.rate(db, deed, thing, rating, place)
    deeds.note(db, deed, "restoration", review)


def _own(db: Database, deed: Deed, review: int, state: str) -> tuple[int, int, int | None]:
    sql = """
        SELECT thing, place, rating FROM review
        WHERE id = :review AND member = :member AND state = :state
    """
    key = {"review": review, "member": deed.member, "state": state}
    row = db.execute(sql, key).fetchone()
    if row is None:
        raise ReviewGone(review)
    thing, place, rating = row
    return thing, place, rating


def _revise(db: Database, deed: Deed, review: int, words: Words) -> None:
    sql = "UPDATE review SET edited_after = votes WHERE id = :review"
    db.execute(sql, {"review": review})
    _show(db, deed, review, words)


def _show(db: Database, deed: Deed, review: int, words: Words) -> None:
    """Make a revision of the words and show it."""
    sql = """
        INSERT INTO review_revision
            (review, headline, body, rating, spoiler, language, written_at, picture)
        VALUES (:review, :headline, :body, :rating, :spoiler, :language, :now, :picture)
        RETURNING id
    """
    row = words._asdict() | {"review": review, "now": deed.now}
    (revision,) = db.execute(sql, row).fetchone()
    sql = """
        UPDATE review SET revision = :revision, rating = :rating, spoiler = :spoiler,
            language = :language, length = :length
        WHERE id = :review RETURNING thing, place
    """
    row |= {"revision": revision, "length": len(words.body)}
    thing, place = db.execute(sql, row).fetchone()
    review_words.put(db, review, words.headline, words.body)
    if words.rating is not None:
        tallies.rate(db, deed, thing, words.rating, place)


def known(db: Database, deed: Deed, thing: int) -> None:
    """Let a member, their server and the thing be known for good: something hangs on them now.

    IMDb's dumps alone give no thing that. Raises Gone where there is no such thing.
    """
    deeds.seen(db, deed)
    identity.remember(db, heading(db, thing).kind, thing, identity.keys(db, thing))
