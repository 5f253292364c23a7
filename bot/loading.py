"""A loader's tellings into the store: identity, what changed, what could not be decided.

Identity: external ids first; then series, season and number when the titles agree; then series,
title and date. What several things answer to, or what a code and a title contradict, is reported
and left out, never guessed. A small load is one transaction: it happens whole or not at all.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import msgspec
from rapidfuzz import fuzz

from bot.asking import clean, fold
from bot.loaders import tables
from bot.model import (
    Code,
    Episode,
    Ids,
    Numbering,
    Rating,
    Release,
    Series,
    SeriesReference,
    Telling,
    Title,
    gathered,
    stamped,
)
from bot.store import Database, Store, catalogue, identity, index
from bot.store.identity import Key

T = TypeVar("T", bound=Telling)

STARTER = Path(__file__).parent.parent / "data" / "starter"
SAME_TITLE = 85.0
"""Titles of one episode in two sources agree from here on (rapidfuzz's 0 to 100)."""


class Report(NamedTuple):
    """What a load did: counts, and what it left out because it could not be decided."""

    series: int = 0
    episodes: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    undecided: tuple[str, ...] = ()


async def load(store: Store, tellings: Iterable[Series | Episode]) -> Report:
    """Load tellings in one transaction; the same tellings again change nothing."""
    every = sorted(tellings, key=lambda telling: isinstance(telling, Episode))
    async with store.writing() as line:
        return await line.run(_load, every)


async def load_starter(store: Store) -> Report:
    """Load the catalogue that comes with the program."""
    files = sorted(STARTER.glob("*.jsonl"))
    return await load(store, [telling for file in files for telling in tables.read_file(file)])


async def ensure_starter(store: Store) -> None:
    """Load the starter catalogue if the store has nothing at all."""
    if not store.read_only and await store.read(catalogue.is_empty):
        await load_starter(store)


def _load(db: Database, tellings: Sequence[Series | Episode]) -> Report:
    identity.catch_up(db)
    outcomes = {"new": 0, "changed": 0, "unchanged": 0}
    counts = {"series": 0, "episodes": 0}
    undecided = []
    for telling in tellings:
        counts["series" if isinstance(telling, Series) else "episodes"] += 1
        try:
            outcomes[_put(db, telling)] += 1
        except _UndecidedError as reason:
            undecided.append(str(reason))
    return Report(**counts, **outcomes, undecided=tuple(undecided))


class _UndecidedError(Exception):
    """Which thing is told of can't be told for certain."""


def _put(db: Database, telling: Series | Episode) -> str:
    if isinstance(telling, Series):
        series = thing = _series_of(db, telling)
    else:
        series = _referred(db, telling)
        thing = _episode_of(db, telling, series)
    return _store(db, thing, series, telling)


def _store(db: Database, thing: int, series: int, telling: Series | Episode) -> str:
    before = catalogue.told(db, thing, telling.source)
    told = _completed(stamped(telling), before)
    if told == before:
        return "unchanged"
    new = not catalogue.is_known(db, thing)
    catalogue.put_telling(db, thing, told, series=series)
    if isinstance(telling, Series):
        _show_series(db, thing)
    else:
        _show_episode(db, thing, series)
    return "new" if new else "changed"


def _completed(told: T, before: Telling | None) -> T:
    """Keep what a source told before where it is silent now: an answer without cast has no news."""
    if before is None:
        return told
    silent: set[Any] = {None, (), "unknown"}
    kept = {
        field: getattr(before, field)
        for field in told.__struct_fields__
        if field != "ids" and getattr(told, field) in silent
    }
    ids = {**dict(before.ids.items()), **dict(told.ids.items())}
    return msgspec.structs.replace(told, ids=msgspec.convert(ids, Ids, strict=False), **kept)


def _one(things: list[int], what: str) -> int | None:
    if len(things) > 1:
        raise _UndecidedError(f"{what}: it could be any of {len(things)} in the store")
    return things[0] if things else None


def _same(title: str) -> str:
    """Bring a title to the form in which it is a key: gentler than what searching folds.

    C++ and C# are two series, and so are names that differ in their marks alone.
    """
    return " ".join(clean(title).casefold().split())


def _name(telling: Telling) -> str:
    return telling.titles[0].text if telling.titles else "(untitled)"


def _series_of(db: Database, telling: Series) -> int:
    name = _name(telling)
    ids = list(telling.ids.items())
    title = _same(name)
    bare = [("title", title)] if title else []
    dated = [("title", f"{title} {telling.start_year}")] if title and telling.start_year else []
    thing = _one(identity.recognise(db, "series", ids), name)
    # A series that was only known by its title, from episodes that came first, is met here.
    for key in (*dated, *bare) if thing is None else ():
        same = _one(identity.recognise(db, "series", [key]), name)
        if same is not None and _compatible(identity.keys(db, same), ids):
            thing = same
            break
    found = identity.allot(db, "series") if thing is None else thing
    # A title without a year and an id beside it is no key: other series may have that title.
    identity.remember(db, "series", found, [*ids, *(dated or ([] if ids else bare))])
    return found


def _compatible(known: Sequence[Key], told: Sequence[Key]) -> bool:
    """Tell whether no place gives the two different ids."""
    values = dict(known)
    return all(values.get(scheme, value) == value for scheme, value in told)


def _referred(db: Database, telling: Episode) -> int:
    """Find the series that an episode names, or make it known by its title alone."""
    reference, name = telling.series, _name(telling)
    thing = _one(identity.recognise(db, "series", list(reference.ids.items())), name)
    if thing is None and reference.title is not None:
        thing = _titled(db, reference, name)
    if thing is not None and catalogue.is_known(db, thing):
        return thing
    if reference.title is None:
        raise _UndecidedError(f"{name}: its series is not known; load the series first")
    title, ids = Title(text=reference.title), reference.ids
    told = Series(source=telling.source, ids=ids, titles=(title,), start_year=reference.year)
    series = _series_of(db, told) if thing is None else thing
    if not catalogue.is_known(db, series):
        _store(db, series, series, told)
    return series


def _titled(db: Database, reference: SeriesReference, name: str) -> int | None:
    """Find a series by title and year, in a catalogue that was lost too."""
    folded = fold(reference.title or "")
    called = {one.thing for one in index.exact(db, [folded], "series")}
    things = sorted(called.union(identity.titled(db, _same(reference.title or ""))))
    found = _one(
        [thing for thing in things if _may_be(db, thing, reference)],
        f"{name} of {reference.title}",
    )
    if found is not None and reference.year is None and any(reference.ids.items()):
        raise _UndecidedError(
            f"{name}: its series may be the {reference.title} of another source; "
            "load the series first"
        )
    return found


def _may_be(db: Database, thing: int, reference: SeriesReference) -> bool:
    """Tell whether neither an id nor the first year speaks against a series of the same title."""
    known = catalogue.heading(db, thing).start_year if catalogue.is_known(db, thing) else None
    same = reference.year is None or known in {None, reference.year}
    return same and _compatible(identity.keys(db, thing), [*reference.ids.items()])


def _episode_of(db: Database, telling: Episode, series: int) -> int:
    ids = list(telling.ids.items())
    codes = [
        ("aired", f"{series} {numbering.season} {numbering.number}")
        for numbering in telling.numberings
        if numbering.scheme == "aired" and numbering.season is not None
    ]
    titles = [
        ("title", f"{series} {_same(title.text)} {date}".strip())
        for title in telling.titles
        for date in [release.date for release in telling.releases] or ([] if codes else [""])
    ]
    thing = _one(identity.recognise(db, "episode", ids), _name(telling))
    if thing is None:
        thing = _alike(db, telling, ids, codes, titles)
    found = identity.allot(db, "episode") if thing is None else thing
    identity.remember(db, "episode", found, [*ids, *codes, *titles])
    return found


def _alike(
    db: Database, telling: Episode, ids: list[Key], codes: list[Key], titles: list[Key]
) -> int | None:
    """Find an episode that has no id in common: by code and title, else by title and date."""
    at_code = identity.recognise(db, "episode", codes)
    agreeing = [thing for thing in at_code if _agree(db, thing, telling)]
    by_title = identity.recognise(db, "episode", titles)
    candidates = [
        thing for thing in (agreeing or by_title) if _compatible(identity.keys(db, thing), ids)
    ]
    thing = _one(candidates, _name(telling))
    if thing is None and at_code and not _numbered_anew(db, at_code[0], telling):
        _, season, number = codes[0][1].split()
        code = Code(int(season), int(number))
        raise _UndecidedError(f"{_name(telling)}: {code} has another title in the store")
    return thing


def _agree(db: Database, thing: int, telling: Episode) -> bool:
    """Tell whether a title of the telling and one of the thing's are the same one."""
    known = [fold(title.text) for title in catalogue.titles(db, thing)]
    told = [fold(title.text) for title in telling.titles]
    if not known or not told:
        return True
    return any(_alike_titles(one, other) for one in known for other in told)


def _alike_titles(one: str, other: str) -> bool:
    numbers = [[word for word in title.split() if word.isdigit()] for title in (one, other)]
    return numbers[0] == numbers[1] and fuzz.ratio(one, other) >= SAME_TITLE


def _numbered_anew(db: Database, thing: int, telling: Episode) -> bool:
    """Tell whether the same source told of the thing under another id: then these are two."""
    told = catalogue.told(db, thing, telling.source)
    return told is not None and not _compatible(identity.keys(db, thing), [*telling.ids.items()])


def _show_series(db: Database, thing: int) -> None:
    """Choose what lists show of a series, by trust, and index its names."""
    tellings = catalogue.read_series(db, thing)
    titles = gathered(tellings, Title)
    row: dict[str, Any] = {
        "title": _shown(titles) or "Untitled",
        "kind": tellings[0].kind,
        "status": next((t.status for t in tellings if t.status != "unknown"), "unknown"),
        "start_year": next((t.start_year for t in tellings if t.start_year), None),
        "end_year": next((t.end_year for t in tellings if t.end_year), None),
        "popularity": _popularity(gathered(tellings, Rating)),
    }
    catalogue.put_series(db, thing, row)
    index.put_names(db, thing, thing, "series", _names(titles), row["popularity"])


def _show_episode(db: Database, thing: int, series: int) -> None:
    """Choose what lists show of an episode, by trust, and index its names."""
    tellings = catalogue.read_episode(db, thing)
    titles = gathered(tellings, Title)
    aired = [one for one in gathered(tellings, Numbering) if one.scheme == "aired"]
    dates = sorted(release.date for release in gathered(tellings, Release))
    row: dict[str, Any] = {
        "season": aired[0].season if aired else None,
        "number": aired[0].number if aired else None,
        "title": _shown(titles),
        "kind": tellings[0].kind,
        "date": dates[0] if dates else None,
        "popularity": _popularity(gathered(tellings, Rating)),
    }
    catalogue.put_episode(db, thing, series, row)
    index.put_names(db, thing, series, "episode", _names(titles), row["popularity"])


def _shown(titles: Iterable[Title]) -> str | None:
    return next((title.text for title in titles if title.kind == "shown"), None)


def _names(titles: Iterable[Title]) -> Iterator[tuple[str, str]]:
    names = {fold(title.text): title.text for title in reversed(list(titles))}
    names.pop("", None)
    return iter(names.items())


def _popularity(ratings: Iterable[Rating]) -> int:
    return max((rating.votes or 0 for rating in ratings), default=0)
