"""Words of reviews: which published one has which, folded, so that it is found by them."""

from bot.folding import fold_each
from bot.store.connection import Database


def put(db: Database, review: int, headline: str, body: str) -> None:
    """Store the words of a review in place of those that it had."""
    drop(db, review)
    folded = fold_each(f"{headline}\n{body}".split())
    words = sorted({word for one in folded for word in one.split()})
    sql = "INSERT INTO review_word (word, review) VALUES (:word, :review)"
    db.executemany(sql, [{"word": word, "review": review} for word in words])


def drop(db: Database, review: int) -> None:
    """Let a review be found by no word any more."""
    sql = "DELETE FROM review_word WHERE review = :review"
    db.execute(sql, {"review": review})
