"""Reviews as members write, weigh and read them: frozen values, and the rules that have numbers."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from math import sqrt
from typing import Literal, NamedTuple, get_args

from bot.model import Heading

Order = Literal["helpful", "newest", "oldest", "highest", "lowest", "votes"]
Kind = Literal["review", "vote", "report"]

ORDERS: tuple[Order, ...] = get_args(Order)
"""Every order in which reviews are read."""
EVERYWHERE = 0
"""The place of what everybody may read, and of what operators hide or block everywhere."""
FULL = 1000
"""The weight of a vote that counts whole, in thousandths."""
HEADLINE, BODY = 150, 4000
"""Characters that a headline and a body may have: Discord's own limit of a field is 4,000."""
PRIOR = 5
"""Ratings like the mean of all that are added to a thing's own before it is compared."""
UNDO_MINUTES = 10
"""Minutes in which a deleted review can be had back."""

_Z = 1.96
_EPOCH = 1_420_070_400_000
_DAYS = (1, 7, 30)
_LIMITS: Mapping[Kind, tuple[int, int, int, int]] = {
    "review": (3, 5, 10, 20),
    "vote": (20, 50, 100, 200),
    "report": (2, 3, 5, 10),
}


class Deed(NamedTuple):
    """Who does something, when, and where; `interaction` is Discord's id of what asked for it.

    Moments are of ISO 8601, in UTC, to the second. `server` is None where there is none; `joined`
    is when they came there, None where Discord does not tell.
    """

    member: int
    interaction: int
    now: str
    server: int | None = None
    joined: str | None = None


class Words(NamedTuple):
    """What a member wrote of a thing: a rating from 1 to 10 or none, a picture's id or none."""

    headline: str
    body: str
    rating: int | None = None
    spoiler: bool = False
    language: str | None = None
    picture: int | None = None


class Draft(NamedTuple):
    """Words that are not published yet; `thing` is None until it is told what they are of.

    `review` is the one that they are to change, None for a new one. `server` is where it is
    written, `place` who is to read it.
    """

    id: int
    member: int
    thing: int | None
    review: int | None
    server: int | None
    place: int
    words: Words
    changed_at: str


class Review(NamedTuple):
    """A published review as somebody may read it; `helpful` of `votes` said that it helped them.

    `edited_after` is how many votes it had when its words were changed last, None if never.
    `written_at` is when the words that are shown were written, `created_at` the first ones.
    """

    id: int
    member: int
    headline: str
    body: str
    rating: int | None
    spoiler: bool
    written_at: str
    helpful: int
    votes: int
    thing: int = 0
    server: int | None = None
    place: int = EVERYWHERE
    created_at: str = ""
    edited_after: int | None = None
    language: str | None = None
    picture: int | None = None


class Revision(NamedTuple):
    """Words of a review as they were from a moment on."""

    words: Words
    written_at: str


class History(NamedTuple):
    """One of a review's `changes` (0 is the newest), and what it is of.

    `before` and `after` are None where nothing was ever changed.
    """

    review: Review
    head: Heading
    at: int = 0
    changes: int = 0
    before: Revision | None = None
    after: Revision | None = None


class Ballot(NamedTuple):
    """A member's vote on a review: whether it helped them, None to take the vote back."""

    deed: Deed
    review: int
    helpful: bool | None


class Standing(NamedTuple):
    """How a review stands after a vote: `own` is who voted's now, `before` what it was."""

    review: int
    helpful: int
    votes: int
    own: bool | None
    before: bool | None


class Voter(NamedTuple):
    """Who voted, and how; the vote weighs `weight` thousandths, or none until `counts_from`."""

    member: int
    helpful: bool
    weight: int
    counts_from: str | None
    cast_at: str


class Voters(NamedTuple):
    """One of the `pages` of who voted on a review on one server, the newest first.

    `here` is how many did there, `elsewhere` how many on other servers or on none.
    """

    rows: tuple[Voter, ...]
    page: int
    pages: int
    here: int
    elsewhere: int


class Filters(NamedTuple):
    """Which reviews are read, and in which order.

    Ratings from `lowest` to `highest`; a review without one is left out when either is told.
    `here` leaves out what was written on other servers.
    """

    order: Order = "helpful"
    spoiler_free: bool = False
    lowest: int | None = None
    highest: int | None = None
    here: bool = False
    language: str | None = None


class ServerRules(NamedTuple):
    """What a server's moderators decided; the defaults hold where there is no server, too.

    `kept` keeps reviews that are written here for this server alone; without it their authors may
    keep them. `links` are shown as text or refused; `words` are not taken in reviews. A review
    that `hide_after` established members report is hidden until somebody decides, with 0 none is.
    `role` are moderators beside those who may manage the server, `channel` gets their cards.
    """

    kept: bool = False
    links: bool = True
    words: tuple[str, ...] = ()
    hide_after: int = 5
    role: int | None = None
    channel: int | None = None


def helpfulness(helpful: float, votes: float) -> float:
    """Rank by the lower bound of Wilson's score interval at 95 %: below 1, and 0 where none helped.

    With f = helpful / votes, n = votes and z = 1.96 it is
    (f + z²/2n - z·√((f(1 - f) + z²/4n) / n)) / (1 + z²/n): the lesser share p of all readers for
    which f lies no more than z standard errors, √(p(1 - p)/n), from p. After E. Miller, "How Not
    To Sort By Average Rating" (2009), and E. B. Wilson (1927).

    1 of 1 gives .2065, 2 of 2 .3424, 4 of 5 .3755, 9 of 10 .5958, 30 of 35 .7062, 60 of 100 .5020,
    90 of 100 .8256; 0 of 1 gives 0, as 0 of any do: these are equals. Votes may be weighed: 1.5
    of 2.
    """
    if helpful <= 0:
        return 0.0
    share, square = helpful / votes, _Z * _Z
    spread = _Z * sqrt((share * (1 - share) + square / (4 * votes)) / votes)
    return (share + square / (2 * votes) - spread) / (1 + square / votes)


def weighted(mean: float, votes: int, of_all: float, prior: int = PRIOR) -> float:
    """Draw a mean of few votes towards the mean of all: as if `prior` more had voted like these.

    With R the mean, v the votes, m = 5 the prior and C the mean of all it is
    v/(v + m)·R + m/(v + m)·C: IMDb's published formula for its Top 250, whose m of 25,000 would
    make all of a server's means the same. Where all have 7.0, one 10 gives 7.5, twenty of 8.4 give
    8.12.
    """
    return (votes * mean + prior * of_all) / (votes + prior)


def moment(at: datetime) -> str:
    """Write a moment as all are stored: of ISO 8601, in UTC, to the second."""
    return at.astimezone(UTC).isoformat(timespec="seconds")


def seconds(told: str) -> int:
    """Give a moment as votes and alarms have theirs: in seconds since 1970."""
    return int(datetime.fromisoformat(told).timestamp())


def told(seconds: int) -> str:
    """Write such a moment as all others are."""
    return moment(datetime.fromtimestamp(seconds, UTC))


def now() -> str:
    """Give this moment."""
    return moment(datetime.now(UTC))


def born(member: int) -> datetime:
    """Tell when an account was made: Discord's ids carry the milliseconds since 2015."""
    return datetime.fromtimestamp(((member >> 22) + _EPOCH) / 1000, UTC)


def first_made(moment: datetime) -> int:
    """Give the least id that an account made at a moment, or later, can have."""
    since = moment - datetime.fromtimestamp(_EPOCH / 1000, UTC)
    return max(since // timedelta(milliseconds=1), 0) << 22


def daily_limit(kind: Kind, days_here: float) -> int:
    """Tell how much one may do in a day, after so many days since the bot first saw them."""
    return _LIMITS[kind][sum(days_here >= days for days in _DAYS)]
