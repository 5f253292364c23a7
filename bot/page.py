"""What is shown of a thing, read in one go: an episode's page, for whom, and what members think."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple, Protocol, TypeVar

from bot.model import Credit, Episode, Fact, Heading, Ids, Series, Telling, gathered
from bot.pictures import Kind
from bot.reviews import Review

F = TypeVar("F", bound=Fact)

LISTED, WORKS = 20, 12
"""Episodes on one page of a season, and what one page of a person's has.

With the longest names they stay below the 4,000 letters of a view.
"""


class Page(Protocol):
    """What an episode's page and a series' have in common."""

    @property
    def heading(self) -> Heading:
        """Give whose page it is."""

    @property
    def tellings(self) -> Sequence[Telling]:
        """Give what each source says, the most trusted first."""

    @property
    def copies(self) -> Mapping[str, Kind]:
        """Tell of which pictures, by their addresses, there are copies, and what each is."""

    def facts(self, kind: type[F]) -> tuple[F, ...]:
        """Give all facts of one kind, in order of trust, each once."""


class Viewer(NamedTuple):
    """Who is shown something: dates and offers of their `country` come first.

    The country is `guessed` from their language until they have told it. `alone` is who sees the
    answer privately: only then it has what is theirs. `server` is where they ask, None elsewhere.
    """

    member: int = 0
    country: str | None = None
    guessed: bool = True
    alone: bool = False
    server: int | None = None


class Score(NamedTuple):
    """What members think of a thing: the mean of `votes` ratings from 1 to 10, and one's own."""

    mean: float | None = None
    votes: int = 0
    own: int | None = None


class InSeason(NamedTuple):
    """Where an episode stands in its season: the `place`-th of `size` (1 is the first).

    `first` and `last` tell whether the season is the first and the last one of the series, specials
    left out; `over` whether no more episodes are to be expected in it.
    """

    place: int
    size: int
    first: bool
    last: bool
    over: bool


class EpisodePage(NamedTuple):
    """All that the store knows about one episode, the most trusted source first.

    `best` is the review that helped most of the `reviews` that the viewer may see. `copies` tells
    of which pictures, by their addresses, the store has a copy, and what each is; `series_offered`
    whether a source tells where to watch the series as a whole, where that was read.
    """

    heading: Heading
    tellings: tuple[Episode, ...]
    previous: Heading | None = None
    next: Heading | None = None
    season: InSeason | None = None
    score: Score = Score()
    reviews: int = 0
    best: Review | None = None
    viewer: Viewer = Viewer()
    copies: Mapping[str, Kind] = MappingProxyType({})
    series_offered: bool = False

    def facts(self, kind: type[F]) -> tuple[F, ...]:
        """Give all facts of one kind, in order of trust, each once."""
        return gathered(self.tellings, kind)


class Season(NamedTuple):
    """A season of a series: 0 are its specials, None are episodes without a season.

    `date` is the earliest of its episodes, as far as it is known.
    """

    number: int | None
    episodes: int
    date: str | None = None


class SeriesPage(NamedTuple):
    """All that the store knows about one series, the most trusted source first.

    `latest` is the last episode that was shown until it was read, `next` the first one after it;
    None where no date tells. What is shown today is the next one until its moment, where that is
    known, and until the day is over where it is not. `seasons` come in their order, specials and no
    season at the end. `best` is the review of the series that helped most of the `reviews` that the
    viewer may see. `episode` is the one from whose page somebody came here, to lead back.
    """

    heading: Heading
    tellings: tuple[Series, ...]
    seasons: tuple[Season, ...] = ()
    first: Heading | None = None
    latest: Heading | None = None
    next: Heading | None = None
    score: Score = Score()
    viewer: Viewer = Viewer()
    copies: Mapping[str, Kind] = MappingProxyType({})
    reviews: int = 0
    best: Review | None = None
    episode: int | None = None

    def facts(self, kind: type[F]) -> tuple[F, ...]:
        """Give all facts of one kind, in order of trust, each once."""
        return gathered(self.tellings, kind)


class Listed(NamedTuple):
    """An episode in a list with the rating that its source has, where one has.

    `members` is what members think of it where they rated it: their mean is a weighted one.
    """

    heading: Heading
    rating: float | None = None
    members: Score | None = None


class SeasonPage(NamedTuple):
    """One page (from 0) of a season's episodes, and the seasons that stand beside it.

    `mean` is that of the ratings of `rated` episodes among the first `looked` ones.
    """

    series: Heading
    season: Season
    episodes: tuple[Listed, ...]
    page: int = 0
    mean: float | None = None
    rated: int = 0
    looked: int = 0
    previous: Season | None = None
    next: Season | None = None


class Work(NamedTuple):
    """What a person did in an episode, or in a series as a whole."""

    heading: Heading
    credits: tuple[Credit, ...]


class PersonPage(NamedTuple):
    """One page (from 0) of what a person did, the newest first.

    In all they are in `episodes`, of `series` series in any way; `things` counts what is listed.
    """

    id: int
    name: str
    ids: Ids
    works: tuple[Work, ...] = ()
    page: int = 0
    episodes: int = 0
    series: int = 0
    things: int = 0


class Namesake(NamedTuple):
    """Somebody, and what they did last: how people of one name are told apart."""

    id: int
    name: str
    things: int = 0
    last: Heading | None = None


class Side(NamedTuple):
    """One of two episodes that were asked for: the words, and what they may mean.

    `sure` is the one that is meant, None while that is a question. Where the words mean a whole
    `series` the options are its first episodes, however many there are.
    """

    text: str
    options: tuple[Heading, ...]
    sure: Heading | None = None
    series: Heading | None = None


class Pair(NamedTuple):
    """Two episodes' pages to be compared."""

    first: EpisodePage
    second: EpisodePage
