"""Ratings and reviews as files tell of them: values between who reads, who finds and who stores."""

from typing import Literal, NamedTuple

from bot.model import Kind
from bot.reviews import EVERYWHERE, Words

DRAFTS = 20
"""Drafts that a member may have for more to be brought: fewer than make the oldest one go."""
Why = Literal["unknown", "several", "contradicted", "elsewhere", "drafts"]
"""Why something was not taken: no such thing is known, or several, or two tellings of it disagree;
it was kept in another server; there are too many drafts."""


class Named(NamedTuple):
    """Which series or episode is meant, as far as a file tells; ids are pairs as identity has them.

    `series` is the name of an episode's series; where it is not told apart, the title may have it.
    """

    kind: Kind | None = None
    ids: tuple[tuple[str, str], ...] = ()
    title: str | None = None
    year: int | None = None
    series: str | None = None
    series_ids: tuple[tuple[str, str], ...] = ()
    season: int | None = None
    number: int | None = None

    def __str__(self) -> str:
        code = (
            f"S{self.season:02}E{self.number:02}" if None not in (self.season, self.number) else ""
        )
        told = (self.series, code, self.title, *(value for _, value in self.ids[:1]))
        return " ".join(filter(None, told))


class Opinion(NamedTuple):
    """What a member thinks of something: a rating, or words for a review.

    `line` is where it stands in its file, `at` when they said so. `place` is the server that keeps
    it, or everywhere.
    """

    line: str
    named: Named
    rating: int | None = None
    at: str | None = None
    words: Words | None = None
    place: int = EVERYWHERE


class Untaken(NamedTuple):
    """What was not taken of a file: where it stands, what it says it is of, and why."""

    line: str
    told: str
    why: str


class Brought(NamedTuple):
    """What became of a file: ratings that are new or newer, what was there already, new drafts.

    `untaken` is how many were not taken, `some` the first of them.
    """

    new: int = 0
    newer: int = 0
    known: int = 0
    drafts: int = 0
    untaken: int = 0
    some: tuple[Untaken, ...] = ()
