"""Readings and the store to ranked results, near misses and suggestions."""

from collections.abc import Sequence
from typing import NamedTuple

from bot import asking
from bot.asking import fold
from bot.errors import NoNumber, NothingFound, NothingSaid, NotPlaced, NotUnderstood, Unclear
from bot.finding.phrases import completed, searched
from bot.finding.readings import NOT_THERE, SURELY_PLACED, look_up, series_called
from bot.finding.titles import CHOICES, EXACT, HAS, LEAD, LIKELY, SURE, Found, rank
from bot.model import Heading
from bot.page import EpisodePage, Viewer
from bot.passages import Finds
from bot.readings import Coded, Credited, Known, Placed, Reading, Remembered, Titled
from bot.store import Database, Store, catalogue, pages, places

__all__ = [
    "CHOICES",
    "EXACT",
    "SURE",
    "Answer",
    "Match",
    "answered",
    "completed",
    "find",
    "find_series",
    "search",
    "suggest",
]


class Match(NamedTuple):
    """A thing that answers a reading: how well (0 to 100), and under which of its names."""

    heading: Heading
    score: float
    reading: Reading
    name: str


class Answer(NamedTuple):
    """What a question found: `matches` best first, `near` when nothing matched.

    `page` is there when the answer is sure to be one episode.
    """

    text: str
    matches: tuple[Match, ...]
    near: tuple[Match, ...] = ()
    page: EpisodePage | None = None

    @property
    def sure(self) -> Match | None:
        """Give the one match that is meant, if only one can be."""
        if not self.matches or self.matches[0].score < SURE:
            return None
        first, *others = self.matches
        lead = LEAD if first.score < EXACT else 1e-9
        return first if not others or first.score - others[0].score >= lead else None

    @property
    def headings(self) -> tuple[Heading, ...]:
        """Give what all matches are, the best first."""
        return tuple(match.heading for match in self.matches)

    @property
    def people(self) -> tuple[str, ...]:
        """Give whose name it is, where all that matches has somebody so named in cast or crew."""
        if not all(isinstance(match.reading, Credited) for match in self.matches):
            return ()
        return tuple(dict.fromkeys(match.name for match in self.matches))


async def find(
    store: Store,
    text: str,
    season: int | None = None,
    number: int | None = None,
    viewer: Viewer = pages.NOBODY,
) -> Answer:
    """Find what a text means; raises NotUnderstood, or NothingFound with what came close."""
    answer = await store.read(_found, text, season, number, viewer)
    if not answer.matches:
        near = tuple(match.heading for match in answer.near)
        raise NothingFound(asking.clean(answer.text), near)
    return answer


async def find_series(store: Store, text: str) -> Heading:
    """Find the one series that a text means, or that the one episode it means belongs to.

    Raises NotUnderstood, or NothingFound with what came close or would be meant as well.
    """
    answer = await find(store, text)
    series = {match.heading.series_id for match in answer.matches if match.score >= SURE}
    if len(series) != 1:
        raise NothingFound(text, tuple(match.heading for match in answer.matches[:5]))
    return await store.read(catalogue.heading, series.pop())


async def search(store: Store, text: str, page: int, size: int) -> Finds:
    """Give one page of what has words in anything that is told of it, the last one at most.

    Raises NothingSaid, with what has names like them.
    """
    return await store.read(_searched, text, page, size)


def _searched(db: Database, text: str, page: int, size: int) -> Finds:
    try:
        return searched(db, text, page, size)
    except NothingSaid as nothing:
        try:
            answer = answered(db, nothing.text, None, None)
        except Unclear:
            raise nothing from None
        near = (*answer.matches, *answer.near)[:5]
        raise NothingSaid(nothing.text, tuple(match.heading for match in near)) from None


async def suggest(store: Store, text: str, looked: Sequence[int] = ()) -> tuple[Heading, ...]:
    """Suggest at most 25 things for what is typed so far, the best first.

    Before anything is typed: the things in `looked` that are there, then what is popular. Once this
    is cancelled nothing is looked up any more, though its turn on the database's thread may come.
    """
    awaited = True
    try:
        return await store.read(lambda db: suggested(db, text, looked) if awaited else ())
    finally:
        awaited = False


def _found(
    db: Database,
    text: str,
    season: int | None,
    number: int | None,
    viewer: Viewer,
) -> Answer:
    answer = answered(db, text, season, number)
    if answer.sure is None:
        _explain(db, answer, asking.read(text, season, number)[0])
    if answer.sure is None or answer.sure.heading.kind == "series":
        return answer
    head = answer.sure.heading
    return answer._replace(page=pages.episode(db, head.id, viewer, head))


def _explain(db: Database, answer: Answer, reading: Reading) -> None:
    """Raise what tells more of a place that the one series of that very name has not.

    What else of that series is like the words is no answer then; of another series it may be.
    """
    if not isinstance(reading, Coded | Placed) or not fold(reading.words):
        return
    series = [one for one in series_called(db, reading.words) if one.score == EXACT]
    if len(series) != 1:
        return
    head = catalogue.heading(db, series[0].thing)
    if isinstance(reading, Placed):
        ahead = reading.place in {"latest", "next"} and reading.season is None
        inside = all(one.heading.series_id == head.id for one in answer.matches)
        found = any(isinstance(one.reading, Placed) for one in answer.matches)
        if ahead and inside and not found and not any(one.score >= SURE for one in answer.matches):
            raise NotPlaced(head, reading.place)
    elif not answer.matches and reading.season is not None:
        numbers = places.numbers(db, head.id, reading.season)
        if numbers and not reading.guess:
            text = asking.clean(answer.text)
            raise NoNumber(text, head, reading.season, numbers)


def suggested(db: Database, text: str, looked: Sequence[int] = ()) -> tuple[Heading, ...]:
    """Suggest on the database's thread: see `suggest`."""
    if not fold(text):
        first = catalogue.headings(db, [*looked])
        return tuple(dict.fromkeys([*first, *catalogue.popular(db, CHOICES)]))[:CHOICES]
    answer = answered(db, text, None, None)
    return tuple(match.heading for match in (answer.matches or answer.near))


def answered(db: Database, text: str, season: int | None, number: int | None) -> Answer:
    """Answer on the database's thread, in one hop: every reading looked up, the best kept.

    Raises NotUnderstood when there is nothing to look up.
    """
    readings = asking.read(text, season, number)
    if not readings:
        raise NotUnderstood(asking.clean(text))
    best: dict[int, tuple[Found, Reading]] = {}
    for reading in (*readings, *_memories(readings)):
        if isinstance(reading, Titled) and any(one.score == EXACT for one, _ in best.values()):
            break  # a code or an id was found: its letters need not be a title as well
        if isinstance(reading, Remembered) and any(one.score >= HAS for one, _ in best.values()):
            break
        certain = _certain(list(best.values())) or _not_there(readings, best)
        for found in look_up(db, reading, mistyped=not certain):
            if found.thing not in best or best[found.thing][0].score < found.score:
                best[found.thing] = (found, reading)
    ranked = sorted(best.values(), key=lambda pair: rank(pair[0]))[:CHOICES]
    likely = _matches(db, [pair for pair in ranked if pair[0].score >= LIKELY])
    near = () if likely else _matches(db, ranked)[:5]
    asked = text if season is None and number is None else _asked(db, readings[0])
    return Answer(asked, likely, near)


def _memories(readings: Sequence[Reading]) -> list[Remembered]:
    """Read words that may be a title as words of a plot too, where they tell no place."""
    if isinstance(readings[0], Coded) and not readings[0].guess:
        return []
    return [Remembered(one.words) for one in readings if isinstance(one, Titled)][:1]


def _certain(found: Sequence[tuple[Found, Reading]]) -> bool:
    """Tell whether one thing is sure to be meant, and not by a guess about numbers or words."""
    if len(found) != 1 or found[0][0].score < SURE:
        return False
    (one, reading), *_ = found
    if isinstance(reading, Placed):  # "last teq world" may be a title with a mistake as well
        return one.score >= SURELY_PLACED
    return not (isinstance(reading, Coded) and reading.guess)


def _not_there(readings: Sequence[Reading], found: dict[int, tuple[Found, Reading]]) -> bool:
    """Tell whether a place was named for certain that no series has, or that its series has not."""
    place = readings[0]
    if not isinstance(place, Coded) or place.guess:
        return False
    if not fold(place.words):
        return not found
    return bool(found) and all(one.score == NOT_THERE for one, _ in found.values())


def _asked(db: Database, reading: Reading) -> str:
    """Name a place in a series as people know it: by the series' name, not by an id of ours."""
    own = asking.read(reading.words)[:1] if isinstance(reading, Coded) else ()
    if isinstance(reading, Coded) and own and isinstance(own[0], Known):
        return str(reading._replace(words=catalogue.heading(db, own[0].thing).series))
    return str(reading)


def _matches(db: Database, ranked: Sequence[tuple[Found, Reading]]) -> tuple[Match, ...]:
    if not ranked:
        return ()
    heads = {one.id: one for one in catalogue.headings(db, [found.thing for found, _ in ranked])}
    return tuple(
        Match(heads[found.thing], found.score, _read_as(found, reading), found.name)
        for found, reading in ranked
        if found.thing in heads
    )


def _read_as(found: Found, reading: Reading) -> Reading:
    return Credited(str(reading)) if found.credited else reading
