"""The series that words mean: for what is asked of a whole series, or of one of its seasons."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot import asking
from bot.asking import fold
from bot.errors import Gone, NothingFound, NotUnderstood
from bot.finding import answered
from bot.finding.readings import series_called
from bot.finding.titles import (
    BEGINS,
    CHOICES,
    EXACT,
    LIKELY,
    NEAR,
    SURE,
    Found,
    best,
    mistyped,
    series_named,
)
from bot.model import Heading
from bot.readings import Coded, Dated, Known, Placed, Reading, Titled
from bot.store import Database, catalogue

_SPECIALS = re.compile(r"(?P<before>.+ )specials?|specials?(?: of)?(?P<behind> .+)")


class Which(NamedTuple):
    """The series that words may mean, the best first; several are a question.

    `sure` is the one that is meant, None if that is a question. `season` is the one that the words
    name. `read` is how they were read, where that is no matter of course; of `episode` they are,
    where they tell of one.
    """

    text: str
    series: tuple[Heading, ...]
    sure: Heading | None = None
    season: int | None = None
    unseasoned: bool = False
    read: Reading | None = None
    episode: Heading | None = None


class _Try(NamedTuple):
    """What one way of reading found; `episode` is what it is the series of, where that is so."""

    reading: Reading
    found: list[Found]
    episode: Heading | None = None


def which_series(db: Database, text: str) -> Which:
    """Find the series that words mean, or to which the episode belongs that they mean.

    Raises NotUnderstood, Gone, or NothingFound with what came close.
    """
    readings = asking.read(text)
    if not readings:
        raise NotUnderstood(asking.clean(text), of_series=True)
    near: list[Found] = []
    for reading, found, episode in _tried(db, text, readings):
        likely = _meant(found)
        heads = catalogue.headings(db, [one.thing for one in likely])
        if heads:
            season = reading.season if isinstance(reading, Coded | Placed) else None
            sure = heads[0] if len(heads) == 1 and likely[0].score >= SURE else None
            none = isinstance(reading, Coded) and reading.season is None is reading.number
            read = reading if sure and likely[0].score < EXACT and not none else None
            return Which(asking.clean(text), tuple(heads), sure, season, none, read, episode)
        near += found
    some = [one.thing for one in best(near)[:5] if one.score >= NEAR]
    close = tuple(catalogue.headings(db, some))
    raise NothingFound(asking.clean(text), close, of_series=True)


def _tried(db: Database, text: str, readings: Sequence[Reading]) -> Iterator[_Try]:
    """Look the words up in one way after the other, the most certain first."""
    if isinstance(readings[0], Known):
        head = catalogue.heading(db, readings[0].thing)
        if head.kind != readings[0].kind:
            raise Gone(readings[0].thing)
        inside = Coded(head.series, head.season, None) if head.kind == "episode" else readings[0]
        yield _Try(inside, [Found(head.series_id, EXACT, head.series)])
        return
    whole = Titled(asking.clean(text))
    if not series_named(db, fold(whole.words)):
        yield from _certain(db, readings)
    named = series_called(db, whole.words)
    yield _Try(whole, [one for one in named if one.score >= BEGINS])
    for reading in readings:
        if isinstance(reading, Coded | Dated | Placed) and fold(reading.words):
            found = series_called(db, reading.words)
            yield _Try(_seasoned(reading), [one for one in found if one.score >= SURE])
    if special := _SPECIALS.fullmatch(fold(whole.words)):
        words = (special["before"] or special["behind"]).strip()
        yield _Try(Coded(words, 0, None), series_called(db, words))
    yield _of_episodes(db, text, whole)
    yield _Try(whole, named + mistyped(db, fold(whole.words), ["series"]))


def _seasoned(reading: Coded | Dated | Placed) -> Reading:
    """Read a bare number as a season's: of whole series nobody asks for an episode's number."""
    if isinstance(reading, Coded) and reading.guess and reading.season is None:
        return Coded(reading.words, reading.number, None)
    return reading


def _of_episodes(db: Database, text: str, whole: Titled) -> _Try:
    """Find the series of the episodes that are meant, and their season, if they have one."""
    likely = [one for one in answered(db, text, None, None).matches if one.score >= SURE]
    numbers = {one.heading.season for one in likely}
    season = next(iter(numbers), None)
    episodes = bool(likely) and all(one.heading.kind == "episode" for one in likely)
    told = Coded(whole.words, season, None) if episodes and len(numbers) == 1 else whole
    found = [Found(one.heading.series_id, min(one.score, BEGINS), one.name) for one in likely]
    return _Try(told, found, likely[0].heading if episodes else None)


def _certain(db: Database, readings: Sequence[Reading]) -> Iterator[_Try]:
    """Look for a season of a series of this very name: nothing mistyped is meant more than that."""
    for reading in readings:
        if isinstance(reading, Coded) and not reading.guess and fold(reading.words):
            found = series_named(db, fold(reading.words))
            yield _Try(reading, [one for one in found if one.score == EXACT])


def _meant(found: Sequence[Found]) -> list[Found]:
    """Give those that are meant: the very name alone, the one that is surely meant, or several."""
    ranked = best(found)
    exact = [one for one in ranked if one.score == EXACT]
    return (exact or [one for one in ranked if one.score >= LIKELY])[:CHOICES]


def series_suggested(db: Database, text: str, looked: Sequence[int] = ()) -> tuple[Heading, ...]:
    """Suggest series for what is typed so far; before that what was looked at, and popular ones."""
    if not fold(text):
        first = [head.series_id for head in catalogue.headings(db, [*looked])]
        first += [head.series_id for head in catalogue.popular(db, CHOICES)]
        return tuple(catalogue.headings(db, [*dict.fromkeys(first)][:CHOICES]))
    try:
        return which_series(db, text).series[:CHOICES]
    except NothingFound as error:
        return error.near
