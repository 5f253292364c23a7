"""The shapes of TMDB's version 3 answers, as far as they are read.

What a row may hold is written down here, so that a fact made of a row is one that the store takes.
Appended parts and the rows of lists stay undecoded until they are read: one that can't be used is
rejected with its own place, and the rest of the answer stays.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Annotated, Any, NamedTuple, TypeVar

import msgspec

from bot.loaders.rejects import Rejects
from bot.model import Count, Country, Name, Number, Telling

S = TypeVar("S", bound=msgspec.Struct)
T = TypeVar("T", bound=Telling)

Named = Annotated[str, msgspec.Meta(max_length=500)]
"""A name, or an empty text where TMDB has none."""
Written = Annotated[str, msgspec.Meta(max_length=50_000)]
"""An overview, or an empty text where TMDB has none."""
Region = Annotated[str, msgspec.Meta(pattern=r"^([A-Z]{2,3})?\Z")]
"""A country, or an empty text where TMDB has none."""
Tongue = Annotated[str, msgspec.Meta(pattern=r"^[a-z]{2,3}\Z")]
Path = Annotated[str, msgspec.Meta(pattern=r"^(/[!-~]{1,400})?\Z")]
"""The end of a picture's address, or an empty text where TMDB has none."""
Imdb = Annotated[str, msgspec.Meta(pattern=r"^(tt[0-9]{7,10})?\Z")]
Rows = list[Any] | None


class Genre(msgspec.Struct):
    """A genre."""

    name: Name


class Firm(msgspec.Struct):
    """A network or a production company."""

    name: Name
    origin_country: Region | None = None


class AlternativeTitle(msgspec.Struct):
    """A title in one country; `type` says what kind of title it is there."""

    title: Name
    country: Country = msgspec.field(name="iso_3166_1")
    type: str | None = None


class Translated(msgspec.Struct):
    """The texts of a translation."""

    name: Named | None = None
    overview: Written | None = None


class Translation(msgspec.Struct):
    """Name and overview in one language; what is not translated is empty."""

    data: Translated
    language: Tongue = msgspec.field(name="iso_639_1")
    country: Region | None = msgspec.field(name="iso_3166_1", default=None)


class ContentRating(msgspec.Struct):
    """From which age on, in one country."""

    rating: Named
    country: Country = msgspec.field(name="iso_3166_1")


class Role(msgspec.Struct):
    """One of the characters that somebody plays in a series."""

    character: str | None = None


class Job(msgspec.Struct):
    """One of the things that somebody does for a series."""

    job: str | None = None


class Member(msgspec.Struct):
    """Somebody of the cast: `character` in credits, `roles` in aggregate_credits."""

    id: Count
    name: Name
    order: int | None = None
    character: str | None = None
    roles: list[Role] = []


class Maker(msgspec.Struct):
    """Somebody of the crew: `job` in credits, `jobs` in aggregate_credits."""

    id: Count
    name: Name
    department: str | None = None
    job: str | None = None
    jobs: list[Job] = []


class Picture(msgspec.Struct):
    """A picture and its pixels."""

    file_path: Path
    width: Count | None = None
    height: Count | None = None


class Provider(msgspec.Struct):
    """Somebody who shows, rents out or sells it."""

    provider_name: Name


class Offered(msgspec.Struct):
    """Who has it in one country, by kind of offer; `link` is TMDB's page about that."""

    link: str | None = None
    flatrate: Rows = None
    free: Rows = None
    ads: Rows = None
    rent: Rows = None
    buy: Rows = None


class Providers(msgspec.Struct):
    """Offers by country; a country that is missing is one that nothing is known about."""

    results: dict[str, Any] = {}


class Results(msgspec.Struct):
    """A list that an appended part has under the name `results`."""

    results: Rows = None


class Translations(msgspec.Struct):
    """The appended translations."""

    translations: Rows = None


class ExternalIds(msgspec.Struct):
    """Names that other places have for it."""

    imdb_id: Imdb | None = None
    tvdb_id: Count | None = None


class Credits(msgspec.Struct):
    """Who took part; a series has no `guest_stars`."""

    cast: Rows = None
    crew: Rows = None
    guest_stars: Rows = None


class Pictures(msgspec.Struct):
    """Pictures by kind."""

    posters: Rows = None
    backdrops: Rows = None
    logos: Rows = None
    stills: Rows = None


class SeriesAnswer(msgspec.Struct, kw_only=True):
    """tv/{id}, with what was appended."""

    id: Count
    name: Name
    original_name: Named | None = None
    original_language: Tongue | None = None
    overview: Written | None = None
    status: str | None = None
    type: str | None = None
    first_air_date: str | None = None
    last_air_date: str | None = None
    genres: Rows = None
    networks: Rows = None
    production_companies: Rows = None
    created_by: Rows = None
    poster_path: Path | None = None
    backdrop_path: Path | None = None
    vote_average: float = 0
    vote_count: Count = 0
    external_ids: Any = None
    alternative_titles: Any = None
    translations: Any = None
    content_ratings: Any = None
    images: Any = None
    aggregate_credits: Any = None
    credits: Any = None
    providers: Any = msgspec.field(name="watch/providers", default=None)


class SeasonAnswer(msgspec.Struct):
    """tv/{id}/season/{number}."""

    episodes: list[Any]


class EpisodeAnswer(msgspec.Struct, kw_only=True):
    """An episode of a season, or tv/{id}/season/{number}/episode/{number}."""

    id: Count
    season_number: Number
    episode_number: Number
    show_id: Count | None = None
    name: Named | None = None
    overview: Written | None = None
    air_date: str | None = None
    runtime: int | None = None
    still_path: Path | None = None
    vote_average: float = 0
    vote_count: Count = 0
    crew: Rows = None
    guest_stars: Rows = None
    credits: Any = None
    external_ids: Any = None
    translations: Any = None
    images: Any = None


class Seasons(msgspec.Struct):
    """The seasons that a series lists."""

    seasons: Rows = None


class SeasonRow(msgspec.Struct):
    """A season as the series lists it."""

    season_number: Number


class Found(msgspec.Struct):
    """A series as search and find give it."""

    id: Count
    name: Name
    original_name: str = ""
    first_air_date: str | None = None
    origin_country: list[str] = []


class FoundEpisode(msgspec.Struct):
    """An episode as find gives it."""

    show_id: Count


class FindAnswer(msgspec.Struct):
    """find/{id}: what has this id elsewhere."""

    tv_results: list[Found] = []
    tv_episode_results: list[FoundEpisode] = []


class SearchAnswer(msgspec.Struct):
    """search/tv, the best first."""

    results: list[Found]


class Reading(NamedTuple):
    """The place in an answer that is read: where it is from, and where to put what can't be used.

    `seen` is the day of the answer.
    """

    file: str
    rejects: Rejects
    seen: date | None = None
    place: str = "$"

    def at(self, name: str | int) -> "Reading":
        """Go on with a field, or with a row by its number."""
        step = f"[{name}]" if isinstance(name, int) else f".{name}"
        return self._replace(place=self.place + step)

    def reject(self, error: Exception | str) -> None:
        """Reject what stands here; msgspec knows the place inside it."""
        reason, _, inner = str(error).partition(" - at ")
        self.rejects.add(self.file, self.place + inner.strip("`").removeprefix("$"), reason)

    def one(self, item: object, shape: type[S]) -> S | None:
        """Give what stands here, or None when it can't be used."""
        try:
            return msgspec.convert(item, shape)
        except msgspec.ValidationError as error:
            self.reject(error)
            return None

    def rows(self, name: str, items: Rows, shape: type[S]) -> Iterator[S]:
        """Give the rows of a list that can be used."""
        for number, item in enumerate(items or ()):
            if row := self.at(name).at(number).one(item, shape):
                yield row

    def part(self, item: object, shape: type[S]) -> S:
        """Give an appended part; an empty one where it is missing or can't be used."""
        return (None if item is None else self.one(item, shape)) or shape()

    def telling(self, make: Callable[[], T]) -> Iterator[T]:
        """Give what is made if it keeps the limits of our values."""
        try:
            telling = make()
            # The limits are kept where values are decoded, not where they are made.
            kept = msgspec.json.decode(msgspec.json.encode(telling), type=type(telling))
        except ValueError as error:  # which msgspec's own errors are too
            self.reject(error)
        else:
            yield kept
