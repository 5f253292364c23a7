"""Reports: a member says what is wrong with a review; enough of them hide it for a while."""

from typing import NamedTuple

from bot.cases import BOT, Filed, Reason, established
from bot.errors import AlreadyReported, OwnReview
from bot.reviews import EVERYWHERE, Deed, Review
from bot.store import deeds, moderation, reviews, servers
from bot.store.connection import Database


class _Reported(NamedTuple):
    review: int
    thing: int
    author: int
    server: int


def check(db: Database, member: int, review: int, server: int | None) -> Review:
    """Give a review that a member may report; raises ReviewGone, OwnReview, AlreadyReported."""
    read = reviews.read(db, review, server)
    if read.member == member:
        raise OwnReview(review)
    sql = "SELECT 1 FROM report WHERE review = :review AND member = :member"
    if db.execute(sql, {"review": review, "member": member}).fetchone():
        raise AlreadyReported(review)
    return read


def may(db: Database, deed: Deed, review: int) -> None:
    """Raise what a report would before anybody has written one: as `check` does, and TooMany."""
    check(db, deed.member, review, deed.server)
    deeds.allow(db, deed, "report")


def report(db: Database, deed: Deed, review: int, reason: Reason, words: str) -> Filed:
    """Keep a report for the moderators of where it is made, in a direct message for the operators.

    When as many established members of a server reported the review as its rules say, it is hidden
    there until somebody decides. The same interaction reports once. Raises ReviewGone, OwnReview,
    AlreadyReported, TooMany.
    """
    if deeds.earlier(db, deed) is not None:
        return Filed()
    read = check(db, deed.member, review, deed.server)
    deeds.seen(db, deed)
    deeds.allow(db, deed, "report")
    about = _Reported(review, read.thing, read.member, deed.server or EVERYWHERE)
    first = not _open(db, about)
    _put(db, deed, about, (reason, words))
    deeds.note(db, deed, "report", review)
    if not _hidden(db, deed, about):
        return Filed(first)
    entry = moderation.Writing(
        about.server, BOT, "reports", "", deed.now, about.review, about.author
    )
    notice = moderation.notify(db, about.author, moderation.write(db, entry))
    return Filed(first, hidden=True, notice=notice)


def _put(db: Database, deed: Deed, about: _Reported, said: tuple[Reason, str]) -> None:
    sql = "SELECT since FROM member WHERE id = :member"
    (since,) = db.execute(sql, {"member": deed.member}).fetchone()
    sql = """
        INSERT INTO report (review, member, reason, words, reported_at, server, established)
        VALUES (:review, :member, :reason, :words, :now, :server, :established)
    """
    row = {"review": about.review, "member": deed.member, "server": about.server, "now": deed.now}
    row |= {"reason": said[0], "words": said[1], "established": established(deed, since)}
    db.execute(sql, row)


def _open(db: Database, about: _Reported, *, established_only: bool = False) -> int:
    sql = """
        SELECT count(*) FROM report WHERE server = :server AND review = :review
            AND decided_at IS NULL AND established >= :established
    """
    key = {"server": about.server, "review": about.review, "established": established_only}
    return int(db.execute(sql, key).fetchone()[0])


def _hidden(db: Database, deed: Deed, about: _Reported) -> bool:
    """Hide what enough established members reported, and tell whether it was shown before.

    Never everywhere: reports from direct messages have no server that could set a number.
    """
    least = servers.rules(db, about.server).hide_after
    if not about.server or not least or _open(db, about, established_only=True) < least:
        return False
    sql = """
        INSERT INTO hiding (server, thing, review, kind, since)
        VALUES (:server, :thing, :review, 'reports', :now) ON CONFLICT DO NOTHING RETURNING review
    """
    key = {"server": about.server, "thing": about.thing, "review": about.review}
    return db.execute(sql, key | {"now": deed.now}).fetchone() is not None
