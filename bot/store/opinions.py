"""Ratings and reviews that members bring along: beside what is there, never in its place."""

from collections.abc import Sequence

from bot.opinions import DRAFTS, Brought, Opinion, Why
from bot.reviews import Deed
from bot.store import deeds, rates, reviews, tallies
from bot.store.connection import Database


def put(
    db: Database, deed: Deed, brought: Sequence[tuple[int, Opinion]]
) -> tuple[Brought, list[tuple[Why, Opinion]]]:
    """Store ratings, and reviews as drafts; gives what became of them, and what was not taken.

    A rating replaces an older one alone, and none that stands in a published review; a draft
    replaces nothing. It counts where any does that is given there. Raises Blocked.
    """
    rates.welcome(db, deed)
    here = rates.place(db, deed.server)
    new = newer = known = drafts = 0
    missed: list[tuple[Why, Opinion]] = []
    for thing, one in brought:
        deeds.seen(db, deed)
        if one.words is not None:
            made = _draft(db, deed, thing, one)
            drafts, known = drafts + (made == 1), known + (made == 0)
            missed += [("drafts", one)] if made is None else []
        else:
            before = _rated(db, deed.member, thing)
            at = one.at if one.at and one.at <= deed.now else None  # nobody knows the future
            reviewed = reviews.own(db, deed.member, thing) is not None
            if reviewed or not _is_news(before, one.rating, at):
                known += 1
                continue
            reviews.known(db, deed, thing)
            given = deed._replace(now=at or deed.now)
            tallies.rate(db, given, thing, one.rating, one.place or here)
            new, newer = new + (before is None), newer + (before is not None)
    return Brought(new, newer, known, drafts), missed


def _rated(db: Database, member: int, thing: int) -> tuple[int, str] | None:
    sql = "SELECT value, given_at FROM rating WHERE thing = :thing AND member = :member"
    row: tuple[int, str] | None = db.execute(sql, {"thing": thing, "member": member}).fetchone()
    return row


def _is_news(before: tuple[int, str] | None, rating: int | None, at: str | None) -> bool:
    if before is None:
        return True
    value, given_at = before
    return at is not None and at > given_at and rating != value


def _draft(db: Database, deed: Deed, thing: int, told: Opinion) -> int | None:
    """Make a draft: 1 if it is new, 0 if there is a review or a draft of it, None if too many."""
    key = {"member": deed.member, "thing": thing}
    sql = "SELECT 1 FROM draft WHERE member = :member AND thing = :thing"
    if reviews.own(db, deed.member, thing) is not None or db.execute(sql, key).fetchone():
        return 0
    sql = "SELECT count(*) FROM draft WHERE member = :member"
    if db.execute(sql, key).fetchone()[0] >= DRAFTS or told.words is None:
        return None
    reviews.known(db, deed, thing)
    sql = """
        INSERT INTO draft (member, thing, server, place, headline, body, rating, spoiler, language,
            changed_at)
        VALUES (:member, :thing, :server, :place, :headline, :body, :rating, :spoiler, :language,
            :now)
    """
    row = key | told.words._asdict() | {"server": deed.server, "place": told.place}
    db.execute(sql, row | {"now": deed.now})
    return 1
