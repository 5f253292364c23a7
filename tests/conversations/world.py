"""Television that is invented for what goes around an episode: two Ghosts, Harbour, Daily."""

from msgspec import structs

from bot import loading
from bot.model import (
    Company,
    Credit,
    Episode,
    Ids,
    Numbering,
    Plot,
    Rating,
    Release,
    Series,
    SeriesReference,
    Title,
)
from bot.store import Store

SEASONS = 27
LONG = Series(
    source="TVmaze",
    ids=Ids(tvmaze=1),
    status="ended",
    start_year=1990,
    end_year=2016,
    titles=(
        Title(text="Harbour"),
        Title(text="Hafen", country="DE", language="de", kind="original"),
        Title(text="Le Port", country="FR", language="fr", kind="alternative", note="cinema"),
        Title(text="El Puerto", language="es", kind="alternative"),
        Title(text="The Quay", kind="alternative"),
        *(Title(text=f"Port {n}", country="US", kind="alternative") for n in range(20)),
    ),
    credits=(
        Credit(name="Ann Example", ids=Ids(tvmaze=5), character="Captain"),
        Credit(name="Bo Guest", ids=Ids(tvmaze=6), character="Stranger", guest=True),
        Credit(name="Di Rector", ids=Ids(tvmaze=7), department="direction", job="Director"),
        *(Credit(name=f"Sailor {n}", character=f"Mate {n}") for n in range(20)),
    ),
    plots=(Plot(text="Ships come and go."),),
    companies=(Company(name="Coast TV", kind="network", country="GB"),),
    ratings=(Rating(value=7.5, votes=1200),),
)
GHOSTS = tuple(
    Series(
        source="TVmaze", ids=Ids(tvmaze=one), start_year=year, titles=(Title(text="Ghosts"),),
        status="running",
    )
    for one, year in ((2, 2019), (3, 2021))
)  # fmt: skip
DAILY = Series(source="TVmaze", ids=Ids(tvmaze=4), titles=(Title(text="Daily"),))


def episode(
    of: Series, at: int, title: str, code: str = "", day: str = "", **facts: object
) -> Episode:
    """Tell of an episode; its code is written 1x02."""
    season, _, number = code.partition("x")
    told = Episode(
        source="TVmaze",
        series=SeriesReference(ids=of.ids),
        ids=Ids(tvmaze=at),
        titles=(Title(text=title),),
        numberings=(Numbering(season=int(season), number=int(number)),) if code else (),
        releases=(Release(date=day),) if day else (),
    )
    return structs.replace(told, **facts)


def harbour() -> list[Episode]:
    """Tell of 27 seasons of three episodes, two specials, and one without a season."""
    ann = Credit(name="Ann Example", ids=Ids(tvmaze=5), character="Captain", voice=True)
    found = [
        episode(
            LONG, 1000 + 10 * season + number, f"Tide {season}.{number}", f"{season}x{number}",
            f"{1989 + season}-0{number}-01", credits=(ann,),
            ratings=(Rating(value=6 + number),) if season == 2 else (),
        )
        for season in range(1, SEASONS + 1)
        for number in (1, 2, 3)
    ]  # fmt: skip
    found += [episode(LONG, 900 + n, f"Christmas {n}", f"0x{n}", f"199{n}-12-25") for n in (1, 2)]
    return [*found, episode(LONG, 950, "Lost Reel")]


def ghosts() -> list[Episode]:
    """Tell of an episode of each Ghosts, with another Sam Same in each, and of one to come."""
    sams = [
        Credit(name="Sam Same", ids=Ids(tvmaze=50), character="Sir Humphrey", uncredited=True),
        Credit(name="Sam Same", ids=Ids(tvmaze=51), department="writing", job="Writer"),
    ]
    return [
        episode(
            GHOSTS[0], 2001, "Who Do You Think You Are?", "1x1", "2019-04-15", credits=(sams[0],)
        ),
        episode(GHOSTS[1], 2002, "Pilot", "1x1", "2021-10-07", credits=(sams[1],)),
        episode(GHOSTS[1], 2003, "To Come", "9x1", "2999-01-02"),
    ]


def daily() -> list[Episode]:
    """Tell of a day after day that has no seasons."""
    return [episode(DAILY, 3000 + n, f"Day {n:03}", day=f"2020-01-{n:02}") for n in range(1, 32)]


async def tell(store: Store) -> None:
    """Load all of it."""
    every: list[Series | Episode] = [LONG, *GHOSTS, DAILY, *harbour(), *ghosts(), *daily()]
    await loading.load(store, every)
