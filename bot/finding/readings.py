"""One reading looked up in the store: what it may mean there, and how well."""

from collections.abc import Callable
from datetime import UTC, datetime

from bot import asking
from bot.asking import fold
from bot.errors import Gone
from bot.finding.people import people_asked
from bot.finding.phrases import remembered
from bot.finding.titles import (
    BEGINS,
    CHOICES,
    EXACT,
    HAS,
    LIKELY,
    SERIES,
    SURE,
    Found,
    best,
    inside,
    mistyped,
    near,
    paired,
    series_named,
    split,
    titled,
)
from bot.model import Kind
from bot.readings import (
    Coded,
    Credited,
    Dated,
    Elsewhere,
    Known,
    Placed,
    Reading,
    Remembered,
    Titled,
)
from bot.store import Database, catalogue, identity, index, places
from bot.store.appearances import Appearances
from bot.store.connection import once

Mistyped = Callable[[Database, str, tuple[Kind, ...]], list[Found]]
"""Finds names of kinds that are like what was typed."""

NOT_THERE = LIKELY - 1
"""What a series is worth of which an episode is asked for that is not there."""
NAMESAKES = 3
"""People of one name, or with names alike, whose episodes are offered."""
GUESS, PLACED = 4.0, 3.0
"""What a guess, or a place named in words that may be a title's, is worth less."""
SURELY_PLACED = EXACT - PLACED
"""What a place named in words is worth in a series whose very name is beside them."""
BESIDE = 84.0
"""What a code is worth beside words that its episode has not: a question."""
TRUSTED = 90.0
"""How well a series must be found for a guess about numbers beside it."""


def look_up(db: Database, reading: Reading, *, mistyped: bool = True) -> list[Found]:
    """Look a reading up; raises Gone where it is an id of ours that means nothing any more.

    A title need not be `mistyped` where another reading was found.
    """
    match reading:
        case Known():
            return _known(db, reading)
        case Elsewhere():
            return _elsewhere(db, reading)
        case Coded():
            return _coded(db, reading)
        case Dated():
            return _dated(db, reading)
        case Placed():
            return _placed(db, reading)
        case Titled(words=words) | Credited(words=words):
            return _titled(db, fold(words), mistyped=mistyped)
        case Remembered(words=words):
            return remembered(db, words)


def _known(db: Database, reading: Known) -> list[Found]:
    head = catalogue.heading(db, reading.thing)
    if head.kind != reading.kind:
        raise Gone(reading.thing)
    return [Found(reading.thing, EXACT, head.title or "")]


def _titled(db: Database, folded: str, *, mistyped: bool) -> list[Found]:
    """Look a title up, and where there is none, episodes in which the person is who is named so."""
    found = titled(db, folded, mistyped=mistyped)
    if not mistyped or any(one.score >= SURE for one in found):
        return found
    alike = not any(one.score >= LIKELY for one in found)
    return best([*found, *_credited(db, folded, alike=alike)])


def _credited(db: Database, folded: str, *, alike: bool) -> list[Found]:
    """Find the episodes in whose credits somebody is who is named so.

    Of a name and nothing else a single one is sure.
    """
    named = [one for one in people_asked(db, folded, alike=alike) if one.score >= SURE]
    found = [
        Found(thing, HAS, one.name, turn=turn, credited=True)
        for one in named[:NAMESAKES]
        for turn, thing in enumerate(Appearances(db, one.id).popular(CHOICES))
    ]
    if len(found) == 1 and sorted(fold(found[0].name).split()) == sorted(folded.split()):
        return [found[0]._replace(score=SURE)]
    return found


def _elsewhere(db: Database, reading: Elsewhere) -> list[Found]:
    key = [(reading.scheme, reading.value)]
    things = [
        thing
        for kind in ("episode", "series")
        if reading.kind in {None, kind}
        for thing in identity.recognise(db, kind, key)
    ]
    return [Found(head.id, EXACT, reading.value) for head in catalogue.headings(db, things)]


def _coded(db: Database, reading: Coded) -> list[Found]:
    folded = fold(reading.words)
    doubt, least = (GUESS, TRUSTED) if reading.guess and folded else (0.0, 0.0)
    # A number may be guessed at in any words: few of these are the name of a series.
    named = folded and (not reading.guess or index.there(db, [folded], "series"))
    if named and reading.season is not None and reading.number is not None:
        found = [
            Found(one.thing, EXACT - doubt, one.name, one.popularity)
            for one in places.numbered(db, folded, reading.season, reading.number)
        ]
        if found:
            return found
    series = series_called(db, reading.words, least=least)
    found = [
        Found(thing, one.score - doubt, one.name)
        for one in series
        for thing in catalogue.episodes_at(db, one.thing, reading.season, reading.number)
    ]
    if any(one.score >= BEGINS for one in found):
        return found
    found += _coded_beside_title(db, reading)
    if found or reading.guess:
        return best(found)
    # There is no such episode, but such a series: it is what came close.
    return [one._replace(score=NOT_THERE) for one in series if folded and one.score == EXACT]


def _coded_beside_title(db: Database, reading: Coded) -> list[Found]:
    """Find "mayday 9x05 racing the storm": words beside the code may tell of another episode."""
    splits = split(db, fold(reading.words))
    whole = {one.thing for one in paired(db, splits)}
    found = []
    for series, title in splits[:SERIES]:
        there = catalogue.episodes_at(db, series.thing, reading.season, reading.number)
        if not there or (reading.guess and whole.isdisjoint(there)):
            continue
        told = whole or {one.thing for one in inside(db, series, title) if one.score >= LIKELY}
        found += [
            Found(thing, EXACT if thing in told else BESIDE, series.name)
            for thing in there
            if thing in told or not reading.guess
        ]
    return found


def _dated(db: Database, reading: Dated) -> list[Found]:
    if not fold(reading.words):
        return [Found(one, EXACT, reading.date) for one in places.on_day(db, reading.date)]
    return [
        Found(thing, series.score, series.name)
        for series in series_called(db, reading.words)
        for thing in places.on_day(db, reading.date, series.thing)
    ]


def _placed(db: Database, reading: Placed) -> list[Found]:
    if not fold(reading.words):
        return []
    now = datetime.now(UTC)
    return [
        Found(thing, series.score - PLACED, series.name)
        for series in series_called(db, reading.words, least=TRUSTED)
        for thing in places.placed(db, series.thing, reading.place, reading.season, now)
    ]


def series_called(db: Database, words: str, *, least: float = 0) -> list[Found]:
    """Find the series that words mean; without any words, the popular ones."""
    match asking.named(words):
        case Known(thing=thing):
            head = catalogue.heading(db, thing)
            return [Found(head.series_id, EXACT, head.series)]
        case Elsewhere() as known:
            heads = catalogue.headings(db, [one.thing for one in _elsewhere(db, known)])
            return [Found(head.series_id, EXACT, head.series) for head in heads]
    folded = fold(words)
    if not folded:
        popular = {head.series_id: head.series for head in catalogue.popular(db, CHOICES)}
        return [Found(series, LIKELY, name) for series, name in popular.items()]
    # Where names are many, two mistakes are too much for a guess.
    found = _series_called(db, folded, near if least and index.is_large(db) else mistyped)
    return [one for one in found if one.score >= least]


@once
def _series_called(db: Database, folded: str, otherwise: Mistyped) -> list[Found]:
    found = series_named(db, folded)
    return (
        [one for one in found if one.score == EXACT] or found or otherwise(db, folded, ("series",))
    )
