"""What is read of reviews: a page of them, what has some words, an author's, one's own."""

import re
from typing import NamedTuple

from bot.errors import Gone
from bot.model import Heading
from bot.page import Score, Viewer
from bot.passages import Phrase
from bot.reviews import ORDERS, Draft, Filters, Review

PAGE = 3
"""Reviews on a page: with their buttons and what turns pages they are most of what a view has."""
LISTED = 5
"""Reviews on a page of a list that tells of each in a few lines."""
BARE = 12
"""Ratings without a text on a page."""
CARRIED = 76
"""Characters that a button can carry of what is looked for, beside where it leads."""
COUNTED = 1000
"""As many reviews are counted and listed where a filter or words choose them."""
LOOKED = 15_000
"""As many reviews are looked at, in their order, for those that a filter lets through."""


_ALL = "all"
_TOKEN = re.compile(
    r"(?P<safe>safe)|(?P<here>here)|(?P<lowest>[1-9]|10)to(?P<highest>[1-9]|10)"
    r"|(?P<language>[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})?)"
)


def filters_text(filters: Filters) -> str:
    """Write filters, but not the order, as custom ids have them: safe.here.7to10.en, or all."""
    rated = filters.lowest is not None or filters.highest is not None
    told = (
        "safe" if filters.spoiler_free else "",
        "here" if filters.here else "",
        f"{filters.lowest or 1}to{filters.highest or 10}" if rated else "",
        filters.language or "",
    )
    return ".".join(filter(None, told)) or _ALL


def filters_of(order: str, text: str) -> Filters:
    """Read what `filters_text` wrote; raises Gone for what nobody can have written."""
    if order not in ORDERS:
        raise Gone(0)
    filters = Filters(order)
    for token in text.split(".") if text != _ALL else ():
        found = _TOKEN.fullmatch(token)
        if found is None:
            raise Gone(0)
        filters = _with(filters, found)
    return filters


def _with(filters: Filters, token: re.Match[str]) -> Filters:
    if token["safe"]:
        return filters._replace(spoiler_free=True)
    if token["here"]:
        return filters._replace(here=True)
    if token["language"]:
        return filters._replace(language=token["language"])
    both = sorted((int(token["lowest"]), int(token["highest"])))
    return filters._replace(lowest=both[0], highest=both[1])


class ReviewsPage(NamedTuple):
    """One page (from 0) of a thing's reviews as somebody may read them where they are.

    Where opinions differ the first page has one that is `praising` and one that is `critical`, and
    the `best`, which helped most, if any helped anybody: it may be one of these. The other pages
    leave them out. `more` tells that there are more than `total`.
    """

    heading: Heading
    filters: Filters
    reviews: tuple[Review, ...] = ()
    page: int = 0
    pages: int = 1
    total: int = 0
    more: bool = False
    praising: Review | None = None
    critical: Review | None = None
    best: Review | None = None
    score: Score = Score()
    viewer: Viewer = Viewer()


class Star(NamedTuple):
    """A rating that a member gave without a text, and when."""

    member: int
    value: int
    given_at: str


class Stars(NamedTuple):
    """How often members rated a thing 1 to 10, as somebody may see it, and how many wrote of it.

    `bare` is one page (from 0) of the `total` ratings without a text, the newest first; `more`
    tells that there are more than `total`.
    """

    heading: Heading
    counts: tuple[int, ...] = (0,) * 10
    reviews: int = 0
    bare: tuple[Star, ...] = ()
    page: int = 0
    pages: int = 1
    total: int = 0
    more: bool = False


class WholeReview(NamedTuple):
    """A review, what it is of, and the file of its picture."""

    heading: Heading
    review: Review
    picture: bytes | None = None


class FoundReview(NamedTuple):
    """A review that has the words, and where they stand in it."""

    heading: Heading
    review: Review
    phrase: Phrase


class Hunt(NamedTuple):
    """What is looked for: words in reviews, in an author's alone, in those of one thing."""

    text: str = ""
    author: int | None = None
    thing: int | None = None

    @property
    def carried(self) -> str:
        """Give it as a button's custom id carries it, the words cut to what there is room for."""
        where = f"{self.author or 'all'}:{self.thing or 'all'}:"
        return f"{where}{self.text[: CARRIED - len(where)].strip()}"


class FoundReviews(NamedTuple):
    """One page (from 0) of the reviews that have the words, the newest first.

    `more` tells that there are more than `total`. `of` is what they are all of, if that was asked.
    """

    hunt: Hunt
    finds: tuple[FoundReview, ...] = ()
    page: int = 0
    pages: int = 1
    total: int = 0
    more: bool = False
    of: Heading | None = None


class AuthorPage(NamedTuple):
    """One page (from 0) of a member's reviews as others may read them where they are.

    `helpful` of `votes` on `total` reviews said that they helped; `ratings` is how many they gave.
    """

    member: int
    reviews: tuple[WholeReview, ...] = ()
    page: int = 0
    pages: int = 1
    total: int = 0
    helpful: int = 0
    votes: int = 0
    ratings: int = 0


class OwnReview(NamedTuple):
    """A member's own review, and why others can't read it here: None where they can.

    `hidden` is the kind of decision, `told` what its moderators said. `appeal` is the server (0:
    everywhere) against whose decision they can still appeal, `appealed` that an appeal waits.
    """

    heading: Heading | None
    review: Review
    hidden: str | None = None
    told: str | None = None
    appeal: int | None = None
    appealed: bool = False


class OwnPage(NamedTuple):
    """One page (from 0) of all that a member wrote: reviews, the newest first, then drafts."""

    reviews: tuple[OwnReview, ...] = ()
    drafts: tuple[tuple[Heading | None, Draft], ...] = ()
    page: int = 0
    pages: int = 1
    total: int = 0


class RatedEpisode(NamedTuple):
    """An episode as members rate it: its weighted mean, its own one, and of how many ratings."""

    heading: Heading
    weighted: float
    mean: float
    votes: int


class TopPage(NamedTuple):
    """One page (from 0) of the episodes of a series that members rated, the best first.

    `of_all` is the mean of all ratings, towards which those of few are drawn.
    """

    series: Heading
    episodes: tuple[RatedEpisode, ...] = ()
    page: int = 0
    pages: int = 1
    total: int = 0
    of_all: float | None = None
