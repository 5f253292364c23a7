"""Messages beside cards in which reviews are quoted: where they stand, and what they may show."""

from contextlib import suppress

from bot.cases import Case, Quote
from bot.errors import ReviewGone
from bot.store import cases
from bot.store.connection import Database

ERASED = "erased"
"""What is shown of a review of which nothing is left: that stays so, nobody has to know where."""
_NOW = """
    CASE
        WHEN review.revision IS NULL OR (quoted.kind = 'notice' AND review.member < 0) THEN 'erased'
        WHEN quoted.kind = 'notice' THEN 'words'
        WHEN review.state = 'deleted' THEN 'deleted'
        WHEN EXISTS (
            SELECT 1 FROM hiding WHERE hiding.review = review.id AND hiding.kind = 'removed'
                AND (hiding.server = 0 OR (hiding.server = quoted.server AND NOT EXISTS (
                    SELECT 1 FROM appeal WHERE appeal.review = review.id
                        AND appeal.server = quoted.server AND appeal.decided_at IS NULL)))
        ) THEN 'removed'
        WHEN review.member < 0 THEN 'former'
        ELSE 'words'
    END
"""
"""What of a review may be shown now, as Quote says it. Without an appeal nobody has to read again
what was removed; who was told of a decision and is nobody now is not to be found by it.
"""


def face(db: Database, quote: Quote) -> tuple[Quote, Case | None]:
    """Give a quote as it is to be now, with the case that it shows, if it is one's."""
    sql = f"""
        WITH quoted (kind, server, review) AS (VALUES (:kind, :server, :review))
        SELECT {_NOW} FROM quoted LEFT JOIN review ON review.id = quoted.review
    """  # noqa: S608 - words of our own
    return _faced(db, quote._replace(shows=db.execute(sql, quote._asdict()).fetchone()[0]))


def _faced(db: Database, quote: Quote) -> tuple[Quote, Case | None]:
    if quote.kind == "case" and quote.shows != ERASED:
        with suppress(ReviewGone):
            return quote, cases.case(db, quote.review, quote.server)
    return quote, None


def of(db: Database, review: int) -> list[tuple[Quote, Case | None]]:
    """Give the quotes of a review that show something else than they may, as they are to be."""
    sql = f"""
        SELECT quoted.review, quoted.server, quoted.kind, {_NOW}, quoted.message, quoted.channel
        FROM quoted LEFT JOIN review ON review.id = quoted.review
        WHERE quoted.review = :review AND quoted.shows <> {_NOW} ORDER BY quoted.message
    """  # noqa: S608 - words of our own
    rows = db.execute(sql, {"review": review}).fetchall()
    return [_faced(db, Quote(*row)) for row in rows]


def keep(db: Database, quote: Quote, now: str) -> None:
    """Remember a message in which a review is quoted, and what of it; not where nothing is left."""
    if quote.shows == ERASED:
        forget(db, quote.message)
        return
    sql = """
        INSERT INTO quoted (message, channel, server, review, kind, shows, quoted_at)
        VALUES (:message, :channel, :server, :review, :kind, :shows, :now)
        ON CONFLICT (message) DO UPDATE SET shows = excluded.shows
    """
    db.execute(sql, quote._asdict() | {"now": now})


def forget(db: Database, message: int) -> None:
    """Forget a message that can't be changed any more, or has nothing left to change."""
    db.execute("DELETE FROM quoted WHERE message = :message", {"message": message})


def stale(db: Database) -> list[int]:
    """Give the reviews of which a quote shows something else than it may."""
    sql = f"""
        SELECT DISTINCT quoted.review FROM quoted LEFT JOIN review ON review.id = quoted.review
        WHERE quoted.shows <> {_NOW} ORDER BY quoted.review
    """  # noqa: S608 - words of our own
    return [review for (review,) in db.execute(sql)]
