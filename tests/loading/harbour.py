"""A small invented series in IMDb's dumps, and what a store says of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from bot import finding
from bot.errors import NothingFound
from bot.loading import exporting
from bot.model import Episode, Series, thing_of
from bot.page import EpisodePage
from bot.store import Store, pages
from tests.loading.dumps import Made, N, tt
from tests.store.folders import on_disk

HARBOUR, ARRIVAL, SECOND, SPECIAL, LOST = 1000100, 1000101, 1000102, 1000103, 1000104
ISLAND, ISLET = 990000140, 9900001401
Telling = Series | Episode


def harbour() -> Made:
    """Make a series with four episodes, a mini-series with one, and what people had to do there."""
    made = Made()
    made.series(
        HARBOUR, "The Made-Up Harbour", year=2001, end=2004, runtime=44, genres="Crime,Drama"
    )
    made.episode(ARRIVAL, HARBOUR, "1x01", '"Quoted" Arrival', runtime=44, genres="Crime")
    made.episode(SECOND, HARBOUR, "1x02", "Episode #1.2")
    made.episode(SPECIAL, HARBOUR, "0x01", "Christmas Special", year=2002)
    made.episode(LOST, HARBOUR, "", "Unnumbered Lost Tape", year=None)
    made.series(ISLAND, "Island", "tvMiniSeries", original="Ostrov", year=2010)
    made.episode(ISLET, ISLAND, "1x01", "Islet", year=2010)
    made.title(5, "A Film", "movie")
    for number, rating, votes in ((HARBOUR, "7.9", 12034), (ARRIVAL, "8.0", 55), (5, "1.0", 999)):
        made.rated(number, rating, votes)
    made.credit(ARRIVAL, 10, 10, "actor", characters='["Tenth Man"]')
    made.credit(ARRIVAL, 1, 1, "actress", characters=r'["Det. Lou \"Lucky\" Marsh","Her Mother"]')
    made.credit(ARRIVAL, 2, 2, "self", characters='["Self - Host"]')
    made.credit(ARRIVAL, 3, 3, "producer", "executive producer")
    made.credit(HARBOUR, 1, 99, "actor")
    made.credit(5, 1, 4, "actor")
    made.add("title.crew", tt(ARRIVAL), "nm0000003", N)
    made.other(HARBOUR, "Der erfundene Hafen", "DE")
    made.other(ARRIVAL, "到着", "JP", "ja")
    for number in (1, 2, 3, 4, 10):
        made.person(number, f"Person {number}")
    return made


@contextmanager
def unchanged(folder: Path) -> Iterator[None]:
    """See that no file of a closed store is another one afterwards, and none is new."""

    def files() -> dict[str, bytes]:
        return {name: body for name, body in on_disk(folder).items() if name != "loading.lock"}

    before = files()
    yield
    assert files() == before
    assert not [path for path in folder.iterdir() if path.is_dir()]


async def page(store: Store, number: int) -> EpisodePage:
    """Read an episode's page by IMDb's number."""
    return await store.read(pages.episode, thing_of(tt(number)))


async def found(store: Store, text: str) -> list[str]:
    """Find what a text means, and give the titles that are likely."""
    try:
        answer = await finding.find(store, text)
    except NothingFound as nothing:
        return [f"near {head.title or head.series}" for head in nothing.near]
    return [match.heading.title or match.heading.series for match in answer.matches]


async def exported(store: Store) -> dict[str, Telling]:
    """Give every telling by its IMDb id."""
    kind = msgspec.json.Decoder(Series | Episode)
    told = [kind.decode(line) async for line in exporting.lines(store)]
    return {str(one.ids.imdb): one for one in told}
