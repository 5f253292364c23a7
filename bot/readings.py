"""What a text may mean: values between bot.asking, which reads, and bot.finding, which looks up."""

from typing import Literal, NamedTuple

from bot.model import Kind


class Known(NamedTuple):
    """One of our own permanent ids, as a picked suggestion sends it."""

    kind: str
    thing: int

    def __str__(self) -> str:
        return f"{self.kind}:{self.thing}"


class Elsewhere(NamedTuple):
    """Another place's id of a series or an episode; `kind` where it is told which."""

    scheme: str
    value: str
    kind: Kind | None = None

    def __str__(self) -> str:
        if self.scheme == "imdb":
            return self.value
        return ":".join(part for part in (self.scheme, self.kind, self.value) if part)


class Coded(NamedTuple):
    """A series by its words, and a place in it; `season` is None in an order without seasons.

    A `guess` is what bare numbers may mean, and may as well not.
    """

    words: str
    season: int | None
    number: int | None
    guess: bool = False

    def __str__(self) -> str:
        if self.season is None:
            return f"{self.words} #{self.number}".strip()
        if self.number is None:
            return f"{self.words} season {self.season}".strip()
        return f"{self.words} S{self.season:02}E{self.number:02}".strip()


class Dated(NamedTuple):
    """A series by its words, and a day on which something of it was shown, as YYYY-MM-DD."""

    words: str
    date: str

    def __str__(self) -> str:
        return f"{self.words} {self.date}".strip()


Place = Literal["latest", "next", "first", "final", "random"]


class Placed(NamedTuple):
    """A series by its words, and where in it, or in one of its seasons, an episode stands."""

    words: str
    place: Place
    season: int | None = None

    def __str__(self) -> str:
        season = "" if self.season is None else f"season {self.season} "
        word = {"final": "finale"}.get(self.place, self.place)
        return f"{self.words} {season}{word}".strip()


class Titled(NamedTuple):
    """Words out of a title: of a series, of an episode, or of both in either order."""

    words: str

    def __str__(self) -> str:
        return self.words


class Remembered(NamedTuple):
    """Words out of what happens in an episode, as somebody remembers it."""

    words: str

    def __str__(self) -> str:
        return self.words


class Credited(NamedTuple):
    """The name of a person: in the cast or crew of what is meant."""

    words: str

    def __str__(self) -> str:
        return self.words


Reading = Known | Elsewhere | Coded | Dated | Placed | Titled | Remembered | Credited
"""What a text may mean; printed, it is a text that means the same."""
