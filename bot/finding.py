"""Readings and the store to ranked results, near misses and suggestions."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rapidfuzz import fuzz

from bot import asking
from bot.asking import fold
from bot.errors import Gone, NothingFound, NotUnderstood
from bot.model import (
    Coded,
    Elsewhere,
    EpisodePage,
    Heading,
    Kind,
    Known,
    Reading,
    Titled,
)
from bot.store import Database, Store, catalogue, identity, index
from bot.store.index import Named

EXACT, BEGINS = 100.0, 92.0
LIKELY, NEAR = 75.0, 50.0
"""Above LIKELY is an answer, above NEAR worth a "did you mean" (rapidfuzz's scale of 0 to 100)."""
SURE = 85.0
"""From here on a single answer is given, with how it was read; below it is asked for."""
LEAD = 8.0
"""How far the first answer must be ahead to be given without a question."""
CHOICES = 25
LETTERS = 100
"""Letters of a mistyped name that are compared: longer ones have no more to tell, and cost."""
WORDS = 12
"""Words that a series' name can have where words are split into a name and the rest."""
KINDS: tuple[Kind, ...] = ("series", "episode")


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


class _Found(NamedTuple):
    thing: int
    score: float
    name: str


async def find(
    store: Store,
    text: str,
    season: int | None = None,
    number: int | None = None,
) -> Answer:
    """Find what a text means; raises NotUnderstood, or NothingFound with what came close."""
    answer = await store.read(_found, text, season, number)
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


async def suggest(store: Store, text: str) -> tuple[Heading, ...]:
    """Suggest at most 25 things for what is typed so far; what is popular before anything is."""
    return await store.read(suggested, text)


def _found(
    db: Database,
    text: str,
    season: int | None,
    number: int | None,
) -> Answer:
    answer = answered(db, text, season, number)
    if answer.sure is None or answer.sure.heading.kind == "series":
        return answer
    return answer._replace(page=catalogue.page(db, answer.sure.heading.id, answer.sure.heading))


def suggested(db: Database, text: str) -> tuple[Heading, ...]:
    """Suggest on the database's thread: see `suggest`."""
    if not fold(text):
        return tuple(catalogue.popular(db, CHOICES))
    answer = answered(db, text, None, None)
    return tuple(match.heading for match in (answer.matches or answer.near))


def answered(db: Database, text: str, season: int | None, number: int | None) -> Answer:
    """Answer on the database's thread, in one hop: every reading looked up, the best kept.

    Raises NotUnderstood when there is nothing to look up.
    """
    readings = asking.read(text, season, number)
    if not readings:
        raise NotUnderstood(asking.clean(text))
    best: dict[int, tuple[_Found, Reading]] = {}
    for reading in readings:
        if isinstance(reading, Titled) and any(one.score == EXACT for one, _ in best.values()):
            break  # a code or an id was found: its letters need not be a title as well
        for found in _look_up(db, reading):
            if found.thing not in best or best[found.thing][0].score < found.score:
                best[found.thing] = (found, reading)
    ranked = sorted(best.values(), key=lambda pair: -pair[0].score)[: 2 * CHOICES]
    matches = tuple(_matches(db, ranked))
    likely = tuple(match for match in matches if match.score >= LIKELY)
    asked = text if season is None and number is None else _asked(db, readings[0])
    return Answer(asked, likely[:CHOICES], () if likely else matches[:5])


def _asked(db: Database, reading: Reading) -> str:
    """Name a place in a series as people know it: by the series' name, not by an id of ours."""
    own = asking.read(reading.words)[:1] if isinstance(reading, Coded) else ()
    if isinstance(reading, Coded) and own and isinstance(own[0], Known):
        return str(reading._replace(words=catalogue.heading(db, own[0].thing).series))
    return str(reading)


def _matches(db: Database, ranked: Iterable[tuple[_Found, Reading]]) -> Iterator[Match]:
    for found, reading in ranked:
        yield Match(catalogue.heading(db, found.thing), found.score, reading, found.name)


def _look_up(db: Database, reading: Reading) -> list[_Found]:
    match reading:
        case Known(kind=kind, thing=thing):
            head = catalogue.heading(db, thing)
            if head.kind != kind:
                raise Gone(thing)
            return [_Found(thing, EXACT, head.title or "")]
        case Elsewhere(scheme=scheme, value=value):
            return _elsewhere(db, scheme, value)
        case Coded():
            return _coded(db, reading)
        case Titled(words=words):
            return _titled(db, fold(words))


def _elsewhere(db: Database, scheme: str, value: str) -> list[_Found]:
    things = [
        *identity.recognise(db, "episode", [(scheme, value)]),
        *identity.recognise(db, "series", [(scheme, value)]),
    ]
    return [_Found(head.id, EXACT, value) for head in catalogue.headings(db, things)]


def _coded(db: Database, reading: Coded) -> list[_Found]:
    return [
        _Found(thing, score, name)
        for series, score, name in _series(db, reading.words)
        for thing in catalogue.episodes_at(db, series, reading.season, reading.number)
    ]


def _series(db: Database, words: str) -> list[_Found]:
    """Find the series that words mean; without any words, the popular ones."""
    known = asking.read(words)
    if len(known) == 1 and isinstance(known[0], Known):
        head = catalogue.heading(db, known[0].thing)
        return [_Found(head.series_id, EXACT, head.series)]
    folded = fold(words)
    if not folded:
        popular = {head.series_id: head.series for head in catalogue.popular(db, CHOICES)}
        return [_Found(series, LIKELY, name) for series, name in popular.items()]
    found = _begun(db, folded, "series", BEGINS)
    found = [one for one in found if one.score == EXACT] or found
    # "mayday 9x05 racing the storm": the title beside the code may tell of another episode, so the
    # code is not the last word.
    found = found or [series._replace(score=BEGINS) for series, _ in _split(db, folded)]
    return found or _mistyped(db, folded, "series")


def _begun(
    db: Database, folded: str, kind: Kind, score: float, *, series: int | None = None
) -> list[_Found]:
    """Find names by their beginning, for this score; those that are whole are exact."""
    names = index.beginning(db, folded, kind, CHOICES, series=series)
    return _best(
        _Found(name.thing, EXACT if name.folded == folded else score, name.text) for name in names
    )


def _mistyped(db: Database, folded: str, kind: Kind) -> list[_Found]:
    alike = (_scored(name, folded) for name in index.alike(db, folded[:LETTERS], kind))
    return _best(found for found in alike if found.score >= NEAR)


def _scored(name: Named, folded: str) -> _Found:
    # Words in another order are worth a little less than the same words in theirs.
    score = max(fuzz.ratio(name.folded, folded), fuzz.token_sort_ratio(name.folded, folded) - 2)
    return _Found(name.thing, min(score, EXACT - 1), name.text)


def _titled(db: Database, folded: str) -> list[_Found]:
    """Find what a title names: cheap stages first, mistyped names only when nothing else is."""
    # A single word that begins a name may as well stand inside of others.
    begins = BEGINS if " " in folded else SURE - 1
    found = [one for kind in KINDS for one in _begun(db, folded, kind, begins)]
    for series, title in _split(db, folded):
        found += _inside(db, series, title)
    if not any(one.score >= LIKELY for one in found):
        found += [one for kind in KINDS for one in _mistyped(db, folded, kind)]
    return _best(found)


def _split(db: Database, folded: str) -> Iterator[tuple[_Found, str]]:
    """Split words into a series' name, in front or behind, and the rest; the longest name first."""
    words = folded.split()
    if len(words) < 2:
        return
    parted = [
        (fold(" ".join(name)), fold(" ".join(title)))
        for at in range(min(len(words) - 1, WORDS), 0, -1)
        for name, title in ((words[:at], words[at:]), (words[-at:], words[:-at]))
    ]
    called = index.exact(db, [name for name, _ in parted], "series")
    for name, title in parted:
        for named in called:
            if named.folded == name:
                yield _Found(named.thing, EXACT, named.text), title


def _inside(db: Database, series: _Found, title: str) -> list[_Found]:
    """Find a title among the episodes of one series."""
    begun = _begun(db, title, "episode", BEGINS, series=series.thing)
    if begun:
        return [one for one in begun if one.score == EXACT] or begun
    alike = (_scored(name, title) for name in index.inside(db, series.thing))
    return [one for one in alike if one.score >= NEAR]


def _best(found: Iterable[_Found]) -> list[_Found]:
    best: dict[int, _Found] = {}
    for one in found:
        if one.thing not in best or best[one.thing].score < one.score:
            best[one.thing] = one
    return sorted(best.values(), key=lambda one: -one.score)
