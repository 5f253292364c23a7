"""Which thing a telling is about: found again, or made known.

Identity: external ids first; then series, season and number when the titles agree; then series,
title and date. What several things answer to, or what a code and a title contradict, is reported
and left out, never guessed.
"""

from collections.abc import Sequence

from rapidfuzz import fuzz

from bot.asking import fold
from bot.loading.showing import says_only_a_number
from bot.loading.storing import (
    Ledger,
    codes_of,
    keys_of,
    name_of,
    same,
    store,
    titles_of,
)
from bot.model import Code, Episode, Series, SeriesReference, Title
from bot.store import Database, catalogue, identity, imdb, index
from bot.store.identity import Key

SAME_TITLE = 85.0
"""Titles of one episode in two sources agree from here on (rapidfuzz's 0 to 100)."""


class UndecidedError(Exception):
    """Which thing is told of can't be told for certain."""


def _one(things: list[int], what: str) -> int | None:
    if len(things) > 1:
        raise UndecidedError(f"{what}: it could be any of {len(things)} in the store")
    return things[0] if things else None


def series_of(db: Database, ledger: Ledger, telling: Series) -> int:
    """Find the series that a telling is about, or make it known; raises UndecidedError."""
    name, ids = name_of(telling), list(telling.ids.items())
    thing = _one(identity.recognise(db, "series", ids), name)
    if thing is None:
        thing = _same_series(db, telling, ids)
    found = _made(db, ledger, "series", ids) if thing is None else thing
    identity.remember(db, "series", found, keys_of(telling, found))
    return found


def _made(db: Database, ledger: Ledger, kind: identity.ThingKind, ids: list[Key]) -> int:
    thing = identity.allot(db, kind, ids)
    ledger.made.add(thing)
    return thing


def _same_series(db: Database, telling: Series, ids: list[Key]) -> int | None:
    """Meet a series that no id names: known from episodes that came first, or IMDb's."""
    title, name = same(name_of(telling)), name_of(telling)
    if not title:
        return None
    dated = [f"{title} {telling.start_year}"] if telling.start_year else []
    for key in (*dated, title):
        found = _one(identity.recognise(db, "series", [("title", key)]), name)
        if found is not None and _compatible(identity.keys(db, found), ids):
            return found
    packed = [
        thing
        for thing, text, year in imdb.series_titled(db, fold(name))
        if same(text) == title and year == telling.start_year and year is not None
    ]
    return _one([one for one in packed if _compatible(identity.keys(db, one), ids)], name)


def _compatible(known: Sequence[Key], told: Sequence[Key]) -> bool:
    """Tell whether no place gives the two different ids."""
    values = dict(known)
    return all(values.get(scheme, value) == value for scheme, value in told)


def referred(db: Database, ledger: Ledger, telling: Episode) -> int:
    """Find the series that an episode names, or make it known by its title alone.

    Raises UndecidedError.
    """
    reference = telling.series
    if reference == SeriesReference():
        return _own_series(db, telling)
    if reference not in ledger.series:
        ledger.series[reference] = _referred(db, ledger, telling)
    return ledger.series[reference]


def _referred(db: Database, ledger: Ledger, telling: Episode) -> int:
    reference, name = telling.series, name_of(telling)
    thing = _one(identity.recognise(db, "series", list(reference.ids.items())), name)
    if thing is None and reference.title is not None:
        thing = _titled(db, reference, name)
    if thing is not None and catalogue.is_known(db, thing):
        return thing
    if reference.title is None:
        raise UndecidedError(f"{name}: its series is not known; load the series first")
    title, ids = Title(text=reference.title), reference.ids
    told = Series(source=telling.source, ids=ids, titles=(title,), start_year=reference.year)
    series = series_of(db, ledger, told) if thing is None else thing
    if not catalogue.is_known(db, series):
        store(db, ledger, series, series, told)
    return series


def _own_series(db: Database, telling: Episode) -> int:
    """Find the series of an episode that is known by its own id alone."""
    thing = _one(identity.recognise(db, "episode", telling.ids.items()), name_of(telling))
    if thing is None or not catalogue.is_known(db, thing):
        raise UndecidedError(f"{name_of(telling)}: neither it nor its series is known")
    return catalogue.heading(db, thing).series_id


def _titled(db: Database, reference: SeriesReference, name: str) -> int | None:
    """Find a series by title and year, in a catalogue that was lost too."""
    folded = fold(reference.title or "")
    called = set(index.all_named(db, folded, "series"))
    things = sorted(called.union(identity.titled(db, same(reference.title or ""))))
    found = _one(
        [thing for thing in things if _may_be(db, thing, reference)],
        f"{name} of {reference.title}",
    )
    if found is not None and reference.year is None and any(reference.ids.items()):
        raise UndecidedError(
            f"{name}: its series may be the {reference.title} of another source; "
            "load the series first"
        )
    return found


def _may_be(db: Database, thing: int, reference: SeriesReference) -> bool:
    """Tell whether neither an id nor the first year speaks against a series of the same title."""
    known = catalogue.heading(db, thing).start_year if catalogue.is_known(db, thing) else None
    fits = reference.year is None or known in {None, reference.year}
    return fits and _compatible(identity.keys(db, thing), [*reference.ids.items()])


def episode_of(db: Database, ledger: Ledger, telling: Episode, series: int) -> int:
    """Find the episode that a telling is about, or make it known; raises UndecidedError."""
    ids = list(telling.ids.items())
    thing = _one(identity.recognise(db, "episode", ids), name_of(telling))
    if thing is None:
        thing = _alike(db, ledger, telling, series)
    found = _made(db, ledger, "episode", ids) if thing is None else thing
    identity.remember(db, "episode", found, keys_of(telling, series))
    return found


def _alike(db: Database, ledger: Ledger, telling: Episode, series: int) -> int | None:
    """Find an episode that has no id in common: by code and title, else by title and date."""
    ids, name = list(telling.ids.items()), name_of(telling)
    codes = codes_of(telling, series)
    if series not in ledger.packed:
        ledger.packed[series] = imdb.has_episodes(db, series)
    packed = ledger.packed[series]
    at_code = identity.recognise(db, "episode", codes)
    for place in telling.numberings if packed else ():
        if place.scheme == "aired" and place.season is not None:
            at_code += imdb.at(db, series, place.season, place.number)
    # A thing without a row (its source was called off, the catalogue was lost) has no say where
    # another one has.
    at_code = [thing for thing in at_code if catalogue.is_known(db, thing)] or at_code
    agreeing = [thing for thing in dict.fromkeys(at_code) if _agree(db, thing, telling)]
    candidates = agreeing or _by_title(db, telling, series)
    fitting = [thing for thing in candidates if _compatible(identity.keys(db, thing), ids)]
    thing = _one(fitting, name)
    if thing is None and at_code and not _numbered_anew(db, at_code[0], telling):
        _, season, number = codes[0][1].split()
        code = Code(int(season), int(number))
        raise UndecidedError(f"{name}: {code} has another title in the store")
    return thing


def _by_title(db: Database, telling: Episode, series: int) -> list[int]:
    """Find episodes by title and date, which may be known less exactly: IMDb's are years alone."""
    found = identity.recognise(db, "episode", titles_of(telling, series))
    dates = [release.date for release in telling.releases]
    for folded in {fold(title.text) for title in telling.titles} - {""}:
        titled = catalogue.titled(db, series, folded)
        found += [one.thing for one in titled if _may_be_that_day(one, dates)]
    return list(dict.fromkeys(found))


def _may_be_that_day(known: catalogue.Dated, told: Sequence[str]) -> bool:
    """Tell whether one of two dates says less than the other, and the same as far as it goes."""
    if known.date is None or not told:
        return known.packed
    return any(
        one != known.date and (one.startswith(known.date) or known.date.startswith(one))
        for one in told
    ) or (known.packed and known.date in told)


def _agree(db: Database, thing: int, telling: Episode) -> bool:
    """Tell whether a title of the telling and one of the thing's are the same one."""
    known = {fold(title.text) for title in catalogue.titles(db, thing)}
    told = {fold(title.text) for title in telling.titles}
    numbers = {str(place.number) for place in telling.numberings}
    if any(_alike_titles(one, other) for one in known for other in told):
        return True
    silent = [{one for one in titles if _says_only(one, numbers)} for titles in (known, told)]
    # "Episode #1.5" or "Folge 5" only say the number again, and contradict no title but "Folge 6".
    others = {one for one in known | told if says_only_a_number(one)} - silent[0] - silent[1]
    return (known == silent[0] or told == silent[1]) and not others


def _says_only(title: str, numbers: set[str]) -> bool:
    """Tell whether a folded title says no more than one of the numbers."""
    words = title.split()
    return says_only_a_number(title) and (
        not words or words[-1] in numbers or not words[-1].isdigit()
    )


def _alike_titles(one: str, other: str) -> bool:
    numbers = [[word for word in title.split() if word.isdigit()] for title in (one, other)]
    return numbers[0] == numbers[1] and fuzz.ratio(one, other) >= SAME_TITLE


def _numbered_anew(db: Database, thing: int, telling: Episode) -> bool:
    """Tell whether the same source told of the thing under another id: then these are two."""
    told = catalogue.told(db, thing, telling.source)
    return told is not None and not _compatible(identity.keys(db, thing), [*telling.ids.items()])
