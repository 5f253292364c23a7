"""Which series or episode a brought rating or review is of: told for certain, or not at all.

First by ids, then by series and code, then by titles. What several things answer to, and what a
code and a title or an id contradict, is not guessed.
"""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from rapidfuzz import fuzz

from bot.asking import fold
from bot.loaders import files, opinions
from bot.loaders.rejects import Rejects
from bot.model import Heading, Kind
from bot.opinions import Brought, Named, Opinion, Untaken, Why
from bot.reviews import Deed
from bot.store import Database, Store, catalogue, identity, index
from bot.store import opinions as stored

LARGEST = 48 << 20
"""Bytes that a gzipped file may become."""
SOME = 500
"""Rows that are read together: more would be a burden for whoever collects what is no more used."""
AT_ONCE = 100
"""Ratings and reviews that are written in one transaction."""
KEPT = 10_000
"""How many are told of that were not taken; all are counted."""
_SAME = 85.0
"""Titles are the same from here on (rapidfuzz's 0 to 100), if their numbers are."""

Told = tuple[int | Why, Opinion]


async def bring(store: Store, deed: Deed, content: bytes, file: str) -> Brought:
    """Store the ratings of a file, and its reviews as drafts; what is there already stays.

    A rating takes the place of one that is older. Doing it again changes nothing. Who else wants
    something is answered meanwhile. Raises Unreadable, and then nothing is stored.
    """
    content = await asyncio.to_thread(files.inflated, content, file, LARGEST)
    await asyncio.to_thread(_check, content, file)
    rejects, brought, untaken = Rejects(), Brought(), list[Untaken]()
    rows = opinions.read(content, file, rejects)
    while found := await store.apart(_found, rows, deed.server):
        for start in range(0, len(found), AT_ONCE):
            new, missed = await _put(store, deed, found[start : start + AT_ONCE])
            untaken += missed[: KEPT - len(untaken)]
            brought = _sum(brought, new._replace(untaken=len(missed)))
    some = [*(Untaken(line, "", reason) for _, line, reason in rejects.kept), *untaken]
    return brought._replace(untaken=brought.untaken + rejects.count, some=tuple(some))


def _check(content: bytes, file: str) -> None:
    """Read a file to its end and keep nothing: who finds a fault there has stored nothing yet."""
    for _ in opinions.read(content, file, Rejects()):
        pass


async def _put(store: Store, deed: Deed, found: Sequence[Told]) -> tuple[Brought, list[Untaken]]:
    matched = [(thing, one) for thing, one in found if isinstance(thing, int)]
    new, missed = await store.write(stored.put, deed, matched)
    missed += [(why, one) for why, one in found if not isinstance(why, int)]
    return new, [Untaken(one.line, str(one.named), why) for why, one in missed]


def _sum(one: Brought, other: Brought) -> Brought:
    return Brought(
        one.new + other.new, one.newer + other.newer, one.known + other.known,
        one.drafts + other.drafts, one.untaken + other.untaken,
    )  # fmt: skip


def _found(db: Database, rows: Iterator[Opinion], server: int | None) -> list[Told]:
    """Read some rows, and find what they are of."""
    return [
        (thing_of(db, one.named) if one.place in {0, server} else "elsewhere", one)
        for one in islice(rows, SOME)
    ]


def thing_of(db: Database, told: Named) -> int | Why:
    """Give the thing that is meant, or why that can't be told."""
    kinds: tuple[Kind, ...] = ("series", "episode") if told.kind is None else (told.kind,)
    known = {one for kind in kinds for one in identity.recognise(db, kind, told.ids)}
    known = {one for one in known if catalogue.is_known(db, one)}
    if known:
        return _one(known)
    if told.kind == "series":
        return _series(db, told.title, told.year, told.ids)
    if told.series is None and not told.series_ids:
        return _joined(db, told)
    series = _series(db, told.series, told.year, told.series_ids)
    return _inside(db, series, told) if isinstance(series, int) else series


def _one(things: Iterable[int]) -> int | Why:
    every = sorted(set(things))
    return ("unknown" if not every else "several") if len(every) != 1 else every[0]


def _series(
    db: Database, title: str | None, year: int | None, ids: Sequence[identity.Key]
) -> int | Why:
    known = {one for one in identity.recognise(db, "series", ids) if catalogue.is_known(db, one)}
    if known:
        return _one(known)
    named = index.all_named(db, fold(title), "series") if title and fold(title) else []
    heads = catalogue.headings(db, named)
    fitting = [one.id for one in heads if year is None or one.start_year in {None, year}]
    return _one([one for one in fitting if _compatible(db, one, ids)])


def _compatible(db: Database, thing: int, ids: Sequence[identity.Key]) -> bool:
    """Tell whether no place is told to give the thing another id than the one that is known."""
    known = dict(identity.keys(db, thing))
    return all(known.get(scheme, value) == value for scheme, value in ids)


def _inside(db: Database, series: int, told: Named) -> int | Why:
    """Find an episode of a series by its code, else by its title."""
    if told.season is None or told.number is None:
        titled = catalogue.titled(db, series, fold(told.title)) if told.title else []
        return _one([one.thing for one in titled if _compatible(db, one.thing, told.ids)])
    there = catalogue.headings(db, catalogue.episodes_at(db, series, told.season, told.number))
    fitting = [one.id for one in there if _agrees(db, one, told)]
    return _one(fitting) if fitting or not there else "contradicted"


def _agrees(db: Database, there: Heading, told: Named) -> bool:
    """Tell whether nothing speaks against an episode; in another order its title has to be told."""
    if not _compatible(db, there.id, told.ids):
        return False
    title, known = (
        fold(told.title or ""),
        {fold(one.text) for one in catalogue.titles(db, there.id)},
    )
    if not title or not known:
        return (there.season, there.number) == (told.season, told.number)
    return any(_same(title, one) for one in known)


def _same(one: str, other: str) -> bool:
    numbers = [[word for word in title.split() if word.isdigit()] for title in (one, other)]
    return numbers[0] == numbers[1] and fuzz.ratio(one, other) >= _SAME


def _joined(db: Database, told: Named) -> int | Why:
    """Find an episode whose title has its series' before a colon, as IMDb writes it."""
    parts = (told.title or "").split(": ")[:8]
    found: list[int] = []
    for at in range(1, len(parts)):
        series = _series(db, ": ".join(parts[:at]), None, ())
        if isinstance(series, int):
            rest = told._replace(title=": ".join(parts[at:]))
            episode = _inside(db, series, rest)
            found += [episode] if isinstance(episode, int) else []
    return _one(found)
