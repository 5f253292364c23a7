"""What is too old to be kept, removed a bit at a time: each bit is a short transaction.

Each function takes the moment before which things are too old, removes at most AT_ONCE of them and
tells how many it removed: fewer than that means that nothing is left to do.
"""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from bot.reviews import seconds
from bot.store import erasing, pictures
from bot.store.connection import Database

AT_ONCE = 200
"""Rows that are removed in one transaction: others wait for it."""


def drafts(db: Database, before: str) -> int:
    """Remove drafts that nobody has changed since, and pictures that nothing has any more."""
    which = "id IN (SELECT id FROM draft WHERE changed_at < :before LIMIT :some)"
    removed = erasing.drop_drafts(db, which, {"before": before, "some": AT_ONCE})
    if removed < AT_ONCE:
        pictures.drop_unused(db)
    return removed


def deleted(db: Database, before: str) -> int:
    """Remove the words of reviews that were deleted before: nobody can undo that any more.

    Whose they were is removed with them, but where moderators had taken them away: what is written
    anew there is kept away, too.
    """
    sql = """
        SELECT id, EXISTS (SELECT 1 FROM hiding WHERE hiding.review = review.id) FROM review
        WHERE state = 'deleted' AND deleted_at < :before AND revision IS NOT NULL LIMIT :some
    """
    reviews = db.execute(sql, {"before": before, "some": AT_ONCE}).fetchall()
    left = erasing.empty(db, [review for review, hidden in reviews if not hidden], before)
    for review, hidden in reviews:
        left += erasing.unword(db, review, before) if hidden else []
    pictures.release(db, left)
    return len(reviews)


def deeds(db: Database, before: str) -> int:
    """Forget what was done before: it is counted against no limit and can't come again."""
    sql = """
        DELETE FROM deed WHERE interaction IN (
            SELECT interaction FROM deed WHERE done_at < :before LIMIT :some)
    """
    return db.execute(sql, {"before": before, "some": AT_ONCE}).rowcount


def log(db: Database, before: str) -> int:
    """Remove what moderators did before, and alarms that rang; the log loses nothing younger."""
    sql = """
        INSERT INTO retention (name, before) VALUES ('moderation', :before)
        ON CONFLICT (name) DO UPDATE SET before = excluded.before
        WHERE before <> excluded.before
    """
    db.execute(sql, {"before": before})
    sql = """
        DELETE FROM moderation WHERE id IN (
            SELECT id FROM moderation WHERE acted_at < :before LIMIT :some)
    """
    erasing.silence(db, "ended_at < :before", {"before": seconds(before)})
    return db.execute(sql, {"before": before, "some": AT_ONCE}).rowcount


def cards(db: Database, before: str) -> int:
    """Forget the cards and quotes of reviews that went so long ago that nobody mends any more.

    A quote that has words of it yet is not forgotten: it may not have been mended before.
    """
    key, removed = {"before": before, "some": AT_ONCE}, 0
    for table, which in (("posted", "1"), ("quoted", "quoted.shows = 'deleted'")):
        sql = f"""
            DELETE FROM {table} WHERE message IN (
                SELECT {table}.message FROM review JOIN {table} ON {table}.review = review.id
                WHERE review.state = 'deleted' AND review.deleted_at < :before AND {which}
                LIMIT :some)
        """  # noqa: S608 - our own words
        removed = max(removed, db.execute(sql, key).rowcount)
    return removed


def servers(db: Database, before: str) -> int:
    """Remove what servers that were left before kept for themselves, and what they decided."""
    sql = "SELECT id FROM server WHERE left_at < :before ORDER BY id LIMIT 1"
    row = db.execute(sql, {"before": before}).fetchone()
    if row is None:
        return 0
    key = {"server": row[0], "some": AT_ONCE}
    sql = """
        SELECT id FROM review WHERE place = :server AND member <> :nobody ORDER BY id LIMIT :some
    """
    reviews = [one for (one,) in db.execute(sql, key | {"nobody": erasing.NOBODY})]
    pictures.release(db, erasing.empty(db, reviews, before))
    which = """
        (thing, member) IN (SELECT thing, member FROM rating WHERE place = :server LIMIT :some)
    """
    ratings = erasing.drop_ratings(db, which, key)
    if max(len(reviews), ratings) < AT_ONCE:
        _forget_server(db, key)
    return AT_ONCE  # there may be another one


def _forget_server(db: Database, key: Mapping[str, int]) -> None:
    for table in ("server_setting", "hiding", "block", "quoted"):
        db.execute(f"DELETE FROM {table} WHERE server = :server", key)  # noqa: S608 - our own tables
    db.execute("DELETE FROM server WHERE id = :server", key)


STEPS: Mapping[str, Callable[[Database, str], int]] = MappingProxyType(
    {
        "drafts": drafts,
        "deleted": deleted,
        "deeds": deeds,
        "log": log,
        "servers": servers,
        "cards": cards,
    }
)
"""What is removed, by the names in bot.settings.Keeping, in this order."""


def present(db: Database, here: Iterable[int], now: str) -> None:
    """Remember on which servers the bot is, and since when it is no longer on others.

    Servers to which people only brought it along for themselves were never left.
    """
    now_here = set(here)
    known = db.execute("SELECT id, joined_at, left_at FROM server").fetchall()
    rows = [{"server": server, "now": now} for server, joined, left in known
            if server in now_here and (joined is None or left is not None)]  # fmt: skip
    sql = """
        UPDATE server SET joined_at = coalesce(joined_at, :now), left_at = NULL WHERE id = :server
    """
    db.executemany(sql, rows)
    rows = [{"server": server, "now": now} for server, joined, left in known
            if server not in now_here and joined is not None and left is None]  # fmt: skip
    db.executemany("UPDATE server SET left_at = :now WHERE id = :server", rows)
