"""People for folded words: by name, begun, mistyped, last word first."""

from collections.abc import Iterator
from typing import NamedTuple

from bot.asking import fold
from bot.finding.titles import (
    BEGINS,
    CHOICES,
    EXACT,
    LETTERS,
    LIKELY,
    NEAR,
    SHORT,
    SURE,
    scored,
)
from bot.store import Database, called, index, people
from bot.store.index import Named

PACKED = 64
"""People whose names begin so who are looked at, of those whom only IMDb's dumps name."""
WHOLE = 2
"""Letters of a word that have to be right where another word of a name is whole."""


class Person(NamedTuple):
    """Somebody whom words may mean: how well (0 to 100), under which name, and in how much."""

    id: int
    score: float
    name: str
    credits: int = 0


def people_named(db: Database, folded: str, *, alike: bool = True) -> list[Person]:
    """Find the people whom words mean, the best first, of equally good ones the busiest.

    Those with names that are `alike` only when nobody has such a name.
    """
    if not folded:
        return []
    best: dict[int, Person] = {}
    for one in _every(db, folded, alike=alike):
        if one.score >= NEAR and (one.id not in best or best[one.id].score < one.score):
            best[one.id] = one
    kept = sorted(best.values(), key=lambda one: -one.score)[: 4 * CHOICES]
    busy = people.busy(db, [one.id for one in kept])
    counted = (one._replace(credits=busy.get(one.id, 0)) for one in kept)
    return sorted(counted, key=lambda one: (-one.score, -one.credits, one.id))[:CHOICES]


def _every(db: Database, folded: str, *, alike: bool) -> Iterator[Person]:
    found = [*index.beginning(db, folded, "person", CHOICES), *_packed(db, folded)]
    found += index.having(db, folded, "person")
    yield from (_begins(name, folded) for name in found)
    if (
        not alike
        or len(folded) < SHORT
        or any(_begins(name, folded).score >= SURE for name in found)
    ):
        return
    asked = folded[:LETTERS]
    names = [*index.near(db, asked, "person"), *index.alike(db, asked, "person")]
    first, _, last = folded.rpartition(" ")
    if first:
        names += _packed(db, f"{first} {last[:WHOLE]}")
        names += _packed(db, f"{last} {first[:WHOLE]}")
    longest = max(folded.split(), key=len)
    for name, one in scored(names, asked):
        yield Person(*one[:3])
        if longest in name.folded and (whole := _begins(name, folded)).score >= SURE:
            yield whole


def _begins(name: Named, folded: str) -> Person:
    """Score a name that begins so, or that has these words: its last one may be typed alone."""
    words, typed = name.folded.split(), folded.split()
    if sorted(words) == sorted(typed):
        return Person(name.thing, EXACT, name.text)
    begins = name.folded.startswith(folded) or set(typed) <= set(words)
    return Person(name.thing, BEGINS if begins else LIKELY - 1, name.text)


def _packed(db: Database, start: str) -> list[Named]:
    """Give people of IMDb's dumps whose name begins so, or so with its last word first."""
    names = people.names(db, called.beginning(db, start, PACKED))
    return [Named(one, index.NOBODYS, fold(name), name, 0) for one, name in names.items()]
