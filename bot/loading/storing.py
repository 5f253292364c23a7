"""One telling into its place: what the source told before makes way, and lists show it."""

from collections.abc import Iterable
from typing import Any, TypeVar

import msgspec

from bot.asking import clean, fold
from bot.loading.progress import Progress
from bot.loading.showing import show_episode, show_series
from bot.model import (
    Episode,
    Heading,
    Ids,
    Numbering,
    Series,
    SeriesReference,
    Telling,
    gathered,
    stamped,
)
from bot.report import SHOWN, Change, Report
from bot.store import Database, catalogue, identity, imdb, loads
from bot.store.identity import Key
from bot.store.loads import Before

T = TypeVar("T", bound=Telling)


class Ledger:
    """What one load has done so far; `load` is its number, None where it can't be taken back."""

    def __init__(self, load: int | None, progress: Progress, *, explain: bool = False) -> None:
        self.load, self.progress, self.explain = load, progress, explain
        self.outcomes = {"new": 0, "changed": 0, "unchanged": 0}
        self.counts = {"series": 0, "episodes": 0, "credits": 0}
        self.people: set[object] = set()
        self.undecided: list[str] = []
        self.made: set[int] = set()
        """Things that this load has made known and not stored yet: nothing is there of them."""
        self.series: dict[SeriesReference, int] = {}
        """Series that episodes named, found once."""
        self.packed: dict[int, bool] = {}
        """Whether a series has episodes that IMDb alone tells of, asked once."""
        self.changes: list[Change] = []
        self.unnamed = 0

    def count(self, telling: Series | Episode) -> None:
        """Count what is told."""
        self.counts["series" if isinstance(telling, Series) else "episodes"] += 1
        self.counts["credits"] += len(telling.credits)
        self.people.update((one.name, one.ids.imdb, one.ids.tvmaze) for one in telling.credits)

    def change(self, kind: str, what: str, was: str = "") -> None:
        """Note a change worth seeing."""
        if len(self.changes) < SHOWN:
            self.changes.append(Change(kind, what, was))
        else:
            self.unnamed += 1

    def report(self) -> Report:
        """Sum up."""
        told: dict[str, Any] = self.counts | self.outcomes
        return Report(
            **told,
            people=len(self.people),
            undecided=tuple(self.undecided),
            changes=tuple(self.changes),
            unnamed=self.unnamed,
        )


def store(db: Database, ledger: Ledger, thing: int, series: int, telling: Series | Episode) -> str:
    """Store what a source tells of a thing; gives "new", "changed" or "unchanged"."""
    if thing in ledger.made:
        ledger.made.discard(thing)
        return _store_new(db, ledger, thing, series, stamped(telling))
    before = catalogue.told(db, thing, telling.source)
    told = _completed(stamped(telling), before)
    if told == before:
        return "unchanged"
    was = _seen(db, thing) if before is not None or catalogue.is_known(db, thing) else None
    loosen(db, thing, series)
    body = None if before is None else msgspec.json.encode(before).decode()
    home = was.series_id if was else series
    _keep(db, ledger, Before(thing, telling.source, home, body))
    put(db, thing, series, told)
    if ledger.explain:
        _explain(db, ledger, thing, was, told)
    return "changed" if was else "new"


def _store_new(
    db: Database, ledger: Ledger, thing: int, series: int, told: Series | Episode
) -> str:
    """Store the first telling of a thing: there is nothing to look for, and nothing to remove."""
    _keep(db, ledger, Before(thing, told.source, series, None))
    catalogue.put_telling(db, thing, told, series=series, first=True)
    if isinstance(told, Series):
        show_series(db, thing, [told], first=True)
    else:
        show_episode(db, thing, series, [told], first=True)
    if ledger.explain:
        _explain(db, ledger, thing, None, told)
    return "new"


def _keep(db: Database, ledger: Ledger, before: Before) -> None:
    if ledger.load is not None:
        loads.keep(db, ledger.load, before)


def put(db: Database, thing: int, series: int, told: Series | Episode) -> None:
    """Put a telling in place of what its source told before, and show the thing anew."""
    catalogue.put_telling(db, thing, told, series=series)
    show(db, thing, series)


def show(db: Database, thing: int, series: int) -> None:
    """Choose anew what lists show of a thing."""
    if thing == series:
        show_series(db, thing, catalogue.read_series(db, thing))
    else:
        show_episode(db, thing, series, catalogue.read_episode(db, thing))


def loosen(db: Database, thing: int, series: int) -> None:
    """Make a telling like all others of what was packed, before another source tells of it."""
    told = imdb.told(db, thing) if imdb.is_packed(db, thing) else None
    if told is None:
        return
    kind: identity.ThingKind = "series" if isinstance(told, Series) else "episode"
    catalogue.put_telling(db, thing, told, series=series)
    imdb.loosen(db, thing, len(told.credits))
    identity.remember(db, kind, thing, keys_of(told, series))


def keys_of(telling: Series | Episode, series: int) -> list[Key]:
    """Give the keys by which a telling's thing is found again."""
    ids = list(telling.ids.items())
    if isinstance(telling, Series):
        return [*ids, *title_keys(telling)]
    return [*ids, *codes_of(telling, series), *titles_of(telling, series)]


def title_keys(telling: Series) -> list[Key]:
    """Give a series' keys by title: with its first year, else only where it has no id."""
    title = same(name_of(telling))
    if title and telling.start_year:
        return [("title", f"{title} {telling.start_year}")]
    # A title without a year and an id beside it is no key: other series may have that title.
    return [("title", title)] if title and not any(telling.ids.items()) else []


def codes_of(telling: Episode, series: int) -> list[Key]:
    """Give an episode's keys by its places in the aired order."""
    return [
        ("aired", f"{series} {numbering.season} {numbering.number}")
        for numbering in telling.numberings
        if numbering.scheme == "aired" and numbering.season is not None
    ]


def titles_of(telling: Episode, series: int) -> list[Key]:
    """Give an episode's keys by title and date; without either date or code, by title alone."""
    bare = [] if codes_of(telling, series) else [""]
    return [
        ("title", f"{series} {same(title.text)} {date}".strip())
        for title in telling.titles
        for date in [release.date for release in telling.releases] or bare
    ]


def same(title: str) -> str:
    """Bring a title to the form in which it is a key: gentler than what searching folds.

    C++ and C# are two series, and so are names that differ in their marks alone. A name of nothing
    but blanks is its own key: without one it would be another thing at each load.
    """
    return " ".join(clean(title).casefold().split()) or title


def name_of(telling: Telling) -> str:
    """Name a telling for people."""
    return telling.titles[0].text if telling.titles else "(untitled)"


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


def _seen(db: Database, thing: int) -> Heading:
    return catalogue.heading(db, thing)


def _explain(
    db: Database, ledger: Ledger, thing: int, was: Heading | None, told: Series | Episode
) -> None:
    """Note what an operator may want to see of this change."""
    head = _seen(db, thing)
    name = head.series if head.kind == "series" else f"{head.series} {head.code or ''} {head.title}"
    if was is None and head.kind == "series":
        ledger.change("new series", f"{head.series} ({head.start_year or 'year unknown'})")
    shown = [one and (one.title or one.series) for one in (was, head)]
    if was is not None and shown[0] != shown[1]:
        ledger.change("retitled", name, str(shown[0]))
    every = catalogue.read_episode(db, thing) or catalogue.read_series(db, thing)
    others = [one for one in every if one.source != told.source]
    for source, mine, theirs in _conflicts(told, others):
        ledger.change("conflict", f"{name}: {told.source} says {mine}", f"{source} says {theirs}")


def _conflicts(told: Telling, others: Iterable[Telling]) -> list[tuple[str, str, str]]:
    """Give who disagrees with a telling: with its title, its first date or its code."""
    mine = _claims(told)
    return [
        (other.source, mine[what], theirs[what])
        for other in others
        for theirs in (_claims(other),)
        for what in mine.keys() & theirs.keys()
        if fold(mine[what]) != fold(theirs[what]) and not _vaguer(mine[what], theirs[what])
    ]


def _claims(telling: Telling) -> dict[str, str]:
    titles = [one.text for one in telling.titles if one.kind == "shown"]
    codes = [one for one in gathered([telling], Numbering) if one.scheme == "aired"]
    claims = {f"date {one.country}": one.date for one in telling.releases}
    claims |= {"title": titles[0]} if titles else {}
    return claims | ({"code": f"{codes[0].season}x{codes[0].number}"} if codes else {})


def _vaguer(one: str, other: str) -> bool:
    """Tell whether one of two dates only says less: 2010 and 2010-10-06."""
    return one.startswith(other) or other.startswith(one)
