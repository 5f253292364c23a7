"""What TVmaze's API sends, as far as it is read; fields that came after 2015 may be missing."""

from typing import Any

import msgspec


class Country(msgspec.Struct):
    """A country by its two letters."""

    code: str | None = None


class Network(msgspec.Struct):
    """Who shows it: a broadcaster, or a service on the web, which often has no country."""

    name: str
    country: Country | None = None


class Picture(msgspec.Struct):
    """The one picture of a thing."""

    original: str | None = None
    medium: str | None = None


class Average(msgspec.Struct):
    """A rating of 0 to 10."""

    average: float | None = None


class Externals(msgspec.Struct):
    """Other places' ids."""

    thetvdb: int | None = None
    imdb: str | None = None


class Person(msgspec.Struct):
    """Somebody with a credit."""

    id: int
    name: str


class Character(msgspec.Struct):
    """Somebody who is played."""

    name: str


class Cast(msgspec.Struct):
    """A row of a show's cast, or of an episode's guest cast."""

    person: Person
    character: Character | None = None
    self: bool = False
    voice: bool = False


class Crew(msgspec.Struct):
    """A row of a show's crew; `type` is the job."""

    person: Person
    type: str


class GuestCrew(msgspec.Struct):
    """A row of an episode's crew, which TVmaze calls guests like its cast."""

    person: Person
    type: str = msgspec.field(name="guestCrewType")


class Aka(msgspec.Struct):
    """Another title; without a country it is one in the show's own."""

    name: str
    country: Country | None = None


class Resolution(msgspec.Struct):
    """An artwork in one size."""

    url: str
    width: int | None = None
    height: int | None = None


class Resolutions(msgspec.Struct):
    """An artwork in the sizes that there are."""

    original: Resolution | None = None
    medium: Resolution | None = None


class Artwork(msgspec.Struct):
    """One of a show's many pictures; `main` is the one of its type that TVmaze shows."""

    type: str | None = None
    main: bool = False
    resolutions: Resolutions | None = None


class Link(msgspec.Struct):
    """Where something else is."""

    href: str
    name: str | None = None


class Links(msgspec.Struct):
    """Where an episode's show is."""

    show: Link | None = None


class Guests(msgspec.Struct):
    """What an episode can have embedded."""

    show: "Show | None" = None
    guestcast: list[Cast] = []
    guestcrew: list[GuestCrew] = []


class Episode(msgspec.Struct, kw_only=True):
    """An episode; `number` is null for specials, `airdate` and `airtime` may be empty."""

    id: int
    url: str
    name: str
    season: int
    number: int | None = None
    type: str | None = None
    airdate: str | None = None
    airtime: str | None = None
    airstamp: str | None = None
    runtime: int | None = None
    rating: Average | None = None
    image: Picture | None = None
    summary: str | None = None
    show: "Show | None" = None
    links: Links | None = msgspec.field(name="_links", default=None)
    embedded: Guests | None = msgspec.field(name="_embedded", default=None)


class Embedded(msgspec.Struct):
    """What a show can have embedded; seasons are read by nobody but the API's client."""

    episodes: list[Episode] = []
    cast: list[Cast] = []
    crew: list[Crew] = []
    akas: list[Aka] = []
    images: list[Artwork] = []


class Show(msgspec.Struct, kw_only=True):
    """A show."""

    id: int
    url: str
    name: str
    language: str | None = None
    status: str | None = None
    premiered: str | None = None
    ended: str | None = None
    network: Network | None = None
    web_channel: Network | None = msgspec.field(name="webChannel", default=None)
    rating: Average | None = None
    externals: Externals | None = None
    image: Picture | None = None
    summary: str | None = None
    embedded: Embedded | None = msgspec.field(name="_embedded", default=None)

    @property
    def networks(self) -> tuple[Network, ...]:
        """Give who shows it, the broadcaster first."""
        return tuple(filter(None, (self.network, self.web_channel)))

    @property
    def country(self) -> str | None:
        """Give the country of who shows it first."""
        known = (one.country.code for one in self.networks if one.country)
        return next(known, None)


class Result(msgspec.Struct):
    """A row of a search, best first; scores compare inside one answer only."""

    show: Show
    score: float | None = None


Json = dict[str, Any]
