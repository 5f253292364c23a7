"""Television as the bot knows it: frozen values, and nothing that acts.

A *telling* is what one source says about one series or one episode. A page is all tellings of the
same thing side by side: facts may disagree, and each names the source that it comes from.
The same values are the project's own file format: one JSON object a line (data/starter/FORMAT.md).
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import lru_cache
from itertools import chain
from typing import Annotated, Literal, NamedTuple, TypeVar

import msgspec

Year = Annotated[int, msgspec.Meta(ge=1800, le=2999)]
Count = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
Number = Annotated[int, msgspec.Meta(ge=0, le=999_999)]
LONGEST_NAME = 500
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST_NAME)]
Text = Annotated[str, msgspec.Meta(min_length=1, max_length=50_000)]
Country = Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{2,4}\Z")]
"""A country of today (CA), of the past (SUHH), or a part of the world as IMDb has them (XWW)."""
Language = Annotated[str, msgspec.Meta(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z")]
PartialDate = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?\Z")]
"""A date as exact as it is known: 2010, 2010-10 or 2010-10-06."""

Kind = Literal["series", "episode"]
NamedKind = Literal["series", "episode", "person"]
"""What has names by which it is found."""
SeriesKind = Literal["series", "mini-series", "special", "film", "short"]
EpisodeKind = Literal["regular", "pilot", "special", "extra"]
Status = Literal["running", "ended", "cancelled", "announced", "unknown"]


class Code(NamedTuple):
    """A season and a number within it: S09E05."""

    season: int
    number: int

    def __str__(self) -> str:
        return f"S{self.season:02}E{self.number:02}"


class Value(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, gc=False):
    """What stands in a telling: nothing in it leads back to it, so no collector need look at it."""


class Fact(Value, frozen=True, kw_only=True):
    """Something that a source says; `source` is filled in when the telling is stored."""

    source: str = ""


class Ids(Value, frozen=True, kw_only=True):
    """The names that other places have for the same thing."""

    imdb: Annotated[str, msgspec.Meta(pattern=r"^(tt|nm)[0-9]{7,10}\Z")] | None = None
    tvmaze: Count | None = None
    tmdb: Count | None = None
    tvdb: Count | None = None

    def items(self) -> Iterator[tuple[str, str]]:
        """Give the pairs of scheme and value that are known."""
        for scheme in self.__struct_fields__:
            if (value := getattr(self, scheme)) is not None:
                yield scheme, str(value)


TITLE_IDS = 1_000_000_000_000
"""The permanent id of what IMDb alone knows is this and IMDb's own number: no table is needed."""
PERSON_IDS = 2_000_000_000_000


def imdb_id(thing: int) -> str | None:
    """Give IMDb's id of a thing or a person whose permanent id was made of it."""
    if thing > PERSON_IDS:
        return f"nm{thing - PERSON_IDS:07}"
    return f"tt{thing - TITLE_IDS:07}" if thing > TITLE_IDS else None


def thing_of(imdb: str) -> int:
    """Give the permanent id that is made of IMDb's id ("tt1597909", "nm0000001")."""
    return (PERSON_IDS if imdb.startswith("nm") else TITLE_IDS) + int(imdb[2:])


class Title(Fact, frozen=True):
    """A name of a series or an episode; the first without a kind of its own is the one shown."""

    text: Name
    language: Language | None = None
    country: Country | None = None
    kind: Literal["shown", "original", "alternative"] = "shown"
    note: str | None = None


class Numbering(Fact, frozen=True):
    """A place in an order; `scheme` is aired, dvd, absolute, production or a broadcaster's name."""

    number: Number
    season: Number | None = None
    scheme: Name = "aired"


class Credit(Fact, frozen=True):
    """One person's part in it; who played a character may be unknown.

    The order of a telling's credits is the billing order. `billed=False` puts a cast member among
    the rest, which is shown alphabetically.
    """

    name: Name | None = None
    ids: Ids = Ids()
    department: Literal["cast", "direction", "writing", "production", "camera", "music", "crew"] = (
        "cast"
    )
    character: str | None = None
    job: str | None = None
    billed: bool = True
    guest: bool = False
    himself: bool = False
    voice: bool = False
    archive_footage: bool = False
    uncredited: bool = False
    credited_as: str | None = None


class Plot(Fact, frozen=True):
    """What happens: an outline spoils nothing, a summary may, a synopsis tells all."""

    text: Text
    kind: Literal["outline", "summary", "synopsis"] = "outline"
    author: str | None = None
    language: Language = "en"
    spoiler: bool = False


@lru_cache(1024)
def _check_day(text: str) -> None:
    """Raise ValueError for a day that no calendar has; many countries have the same one."""
    date.fromisoformat(text + "-01-01"[len(text) - 4 :])


class Release(Fact, frozen=True):
    """When and where it was first shown; `moment` only where the minute is known."""

    date: PartialDate
    moment: datetime | None = None
    country: Country | None = None
    note: str | None = None

    def __post_init__(self) -> None:
        """Refuse days that no calendar has, and moments that are another one in every country."""
        _check_day(self.date)
        if self.moment is not None and self.moment.tzinfo is None:
            raise ValueError("a moment needs its offset from UTC")


class Offer(Fact, frozen=True):
    """A way to watch it; `price` in minor units of `currency`, as seen on the day `seen`."""

    provider: Name
    country: Country
    kind: Literal["rent", "buy", "subscription", "free", "ads"]
    price: Count | None = None
    currency: Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{3}\Z")] | None = None
    quality: str | None = None
    url: str | None = None
    seen: date | None = None


class Company(Fact, frozen=True):
    """A firm that made, showed or sold it."""

    name: Name
    kind: Literal["production", "network", "distribution", "effects", "other"] = "production"
    country: Country | None = None
    note: str | None = None


class Spec(Fact, frozen=True):
    """One technical fact: name "sound mix", value "Stereo"."""

    name: Name
    value: Name
    note: str | None = None


class Question(Fact, frozen=True):
    """A frequently asked question; without an answer it waits for one."""

    text: Name
    answer: Text | None = None
    spoiler: bool = False


class Image(Fact, frozen=True):
    """A picture; `alt` says what is on it for those who cannot see it."""

    url: Name
    kind: Literal["still", "poster", "backdrop", "logo"] = "still"
    alt: str | None = None
    width: Count | None = None
    height: Count | None = None


class Rating(Fact, frozen=True):
    """A source's own rating, 0 to 10, and how many people gave one."""

    value: Annotated[float, msgspec.Meta(ge=0, le=10)]
    votes: Count | None = None


class Telling(Value, frozen=True, kw_only=True):
    """What one source says about one thing: the part that series and episodes share."""

    source: Name
    url: str | None = None
    ids: Ids = Ids()
    titles: tuple[Title, ...] = ()
    credits: tuple[Credit, ...] = ()
    plots: tuple[Plot, ...] = ()
    releases: tuple[Release, ...] = ()
    offers: tuple[Offer, ...] = ()
    companies: tuple[Company, ...] = ()
    specs: tuple[Spec, ...] = ()
    questions: tuple[Question, ...] = ()
    images: tuple[Image, ...] = ()
    ratings: tuple[Rating, ...] = ()


class Series(Telling, frozen=True, tag_field="record", tag="series"):
    """What one source says about a series."""

    kind: SeriesKind = "series"
    status: Status = "unknown"
    start_year: Year | None = None
    end_year: Year | None = None
    language: Language | None = None


class SeriesReference(Value, frozen=True, kw_only=True):
    """Which series an episode belongs to: by ids, else by title and first year."""

    ids: Ids = Ids()
    title: Name | None = None
    year: Year | None = None


class Episode(Telling, frozen=True, tag_field="record", tag="episode"):
    """What one source says about an episode; `runtime` in minutes."""

    series: SeriesReference
    kind: EpisodeKind = "regular"
    runtime: Annotated[int, msgspec.Meta(ge=1, le=6000)] | None = None
    numberings: tuple[Numbering, ...] = ()


class Heading(NamedTuple):
    """The head of a page, and a line in every list; `id` is permanent."""

    id: int
    kind: Kind
    series_id: int
    series: str
    start_year: int | None
    end_year: int | None
    season: int | None = None
    number: int | None = None
    title: str | None = None
    date: str | None = None

    @property
    def code(self) -> Code | None:
        """Give the code under which it was first shown, when it has one."""
        if self.season is None or self.number is None:
            return None
        return Code(self.season, self.number)

    @property
    def of_series(self) -> "Heading":
        """Give the heading of its series."""
        return Heading(
            self.series_id, "series", self.series_id, self.series, self.start_year, self.end_year
        )


F = TypeVar("F", bound=Fact)
T = TypeVar("T", bound=Telling)

TRUST = ("members", "table", "IMDb", "TVmaze", "TMDB", "TheTVDB", "nfo", "Cold Open")
"""Whose word is shown first where sources disagree; those not named here come before the last."""


def trust(source: str) -> int:
    """Rank a source: the smaller, the more it is believed."""
    return TRUST.index(source) if source in TRUST else len(TRUST) - 1


FACT_FIELDS: dict[type[Fact], str] = {
    Title: "titles",
    Numbering: "numberings",
    Credit: "credits",
    Plot: "plots",
    Release: "releases",
    Offer: "offers",
    Company: "companies",
    Spec: "specs",
    Question: "questions",
    Image: "images",
    Rating: "ratings",
}


def gathered(tellings: Iterable[Telling], kind: type[F]) -> tuple[F, ...]:
    """Give the facts of one kind out of several tellings, each once, in the tellings' order."""
    told = [facts for one in tellings if (facts := getattr(one, FACT_FIELDS[kind], ()))]
    if len(told) == 1:
        return tuple(told[0])
    return tuple(dict.fromkeys(chain.from_iterable(told)))


def first_release(releases: Iterable[Release]) -> Release | None:
    """Give the release that stands for all: the earliest whose country is told, else the earliest.

    A day comes before the month and the year in which it is, a known moment before its day.
    """
    return min(
        releases,
        key=lambda one: (one.country is None, f"{one.date}~", one.moment is None),
        default=None,
    )


def stamped(telling: T) -> T:
    """Fill in the telling's source on every fact that names none of its own."""
    fields = {
        field: tuple(
            fact if fact.source else msgspec.structs.replace(fact, source=telling.source)
            for fact in facts
        )
        for field in FACT_FIELDS.values()
        if (facts := getattr(telling, field, ()))
    }
    return msgspec.structs.replace(telling, **fields)
