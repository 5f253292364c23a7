"""What is shown of a thing, read in one go: an episode's page, for whom, and what members think."""

from typing import NamedTuple, TypeVar

from bot.model import Episode, Fact, Heading, gathered

F = TypeVar("F", bound=Fact)


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


class Review(NamedTuple):
    """A published review; `helpful` of `votes` members said that it helped them."""

    id: int
    member: int
    headline: str
    body: str
    rating: int | None
    spoiler: bool
    written_at: str
    helpful: int
    votes: int


class EpisodePage(NamedTuple):
    """All that the store knows about one episode, the most trusted source first.

    `best` is the review that helped most of the `reviews` that the viewer may see.
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

    def facts(self, kind: type[F]) -> tuple[F, ...]:
        """Give all facts of one kind, in order of trust, each once."""
        return gathered(self.tellings, kind)
