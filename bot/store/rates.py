"""Ratings without a text: one a member and thing, the same number on their review."""

from typing import NamedTuple

from bot.errors import Blocked
from bot.model import Heading
from bot.page import Score, Viewer
from bot.reviews import EVERYWHERE, Deed
from bot.store import deeds, reviews, servers, tallies
from bot.store.catalogue import heading
from bot.store.connection import Database


class Rated(NamedTuple):
    """What a thing's score is after a rating; `review` is the member's that says it, too."""

    heading: Heading
    score: Score
    review: int | None = None


def give(db: Database, deed: Deed, thing: int, value: int | None) -> Rated:
    """Give a member's rating of a thing, or take it back (None), and tell how it is rated then.

    A member has one rating of a thing: where they have a review of it, the review gets a revision
    that says the new number, which everybody can see as any other. It counts where the review does;
    without one everywhere, unless the server keeps what is written there. The same interaction
    rates once. Raises Gone, and Blocked where no reviews are taken from the member.
    """
    welcome(db, deed)
    head = heading(db, thing)
    review = reviews.own(db, deed.member, thing)
    if deeds.earlier(db, deed) is None:
        reviews.known(db, deed, thing)
        shown = reviews.words(db, review) if review else None
        if review and shown and shown.rating != value:
            reviews.revise(db, deed, review, shown._replace(rating=value))
        else:
            deeds.note(db, deed, "rating", thing)
        if value is None or shown is None:
            tallies.rate(db, deed, thing, value, place(db, deed.server))
    viewer = Viewer(deed.member, alone=True, server=deed.server)
    return Rated(head, tallies.score(db, thing, viewer), review)


def welcome(db: Database, deed: Deed) -> None:
    """Raise Blocked where no ratings are taken from a member."""
    if (by := reviews.blocked(db, deed.member, deed.server)) is not None:
        raise Blocked(by, written=False)


def place(db: Database, server: int | None) -> int:
    """Tell where a rating counts that is given on a server: there alone if all is kept there."""
    return server if server and servers.rules(db, server).kept else EVERYWHERE
