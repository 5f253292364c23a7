"""Questions that could not be answered."""

from bot.errors.root import ColdOpenError
from bot.model import Heading


class Unclear(ColdOpenError):
    """The question could not be answered."""


class NotUnderstood(Unclear):
    """Nothing in the text can be looked up; `of_series` where it was to name a series."""

    def __init__(self, text: str, *, of_series: bool = False) -> None:
        super().__init__(text)
        self.text, self.of_series = text, of_series


class NothingFound(Unclear):
    """The store has nothing like it; `near` is what came close.

    `of_series` where the words were to name a series.
    """

    def __init__(
        self, text: str, near: tuple[Heading, ...] = (), *, of_series: bool = False
    ) -> None:
        super().__init__(text)
        self.text, self.near, self.of_series = text, near, of_series


class NothingSaid(NothingFound):
    """No title, plot, character or person has any of the words; `near` is what came close."""


class NotPlaced(NothingFound):
    """A series has no episode at a place that words name: no next one, for example."""

    def __init__(self, series: Heading, place: str) -> None:
        super().__init__(series.series, (series,))
        self.args = (series, place)
        self.series, self.place = series, place


class NoNumber(NothingFound):
    """A series has no episode of this number in a season, but those of the `numbers`."""

    def __init__(self, text: str, series: Heading, season: int, numbers: tuple[int, ...]) -> None:
        super().__init__(text, (series,))
        self.args = (text, series, season, numbers)
        self.season, self.numbers = season, numbers


class NoCountry(Unclear):
    """The text names no country."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class NoSeason(Unclear):
    """A series has no season of this number (None: no season at all), but the `others`."""

    def __init__(self, series: Heading, number: int | None, others: tuple[int | None, ...]) -> None:
        super().__init__(series, number, others)
        self.series, self.number, self.others = series, number, others


class SeasonAlone(Unclear):
    """A season was named, and not of which series."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class NobodyNamed(Unclear):
    """Nobody in the store has a name like it."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class NoDay(Unclear):
    """The text names no day."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class Gone(Unclear):
    """The thing with this permanent id is not in the store (any more)."""

    def __init__(self, thing: int) -> None:
        super().__init__(thing)
        self.thing = thing
