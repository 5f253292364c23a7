"""People for folded words: by name, begun, mistyped, last word first."""

from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from bot import asking
from bot.asking import fold
from bot.asking.people import asked_for
from bot.asking.people import imdb as imdb_of
from bot.asking.people import own as own_id
from bot.errors import NobodyNamed
from bot.finding.titles import (
    BEGINS,
    CHOICES,
    EXACT,
    LEAD,
    LETTERS,
    LIKELY,
    NEAR,
    SHORT,
    SURE,
    scored,
)
from bot.model import thing_of
from bot.store import Database, appearances, called, identity, index, people
from bot.store.connection import once
from bot.store.index import Named, Names

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
    found = _scored(db, folded, alike=alike)
    busy = appearances.busy(db, [one.id for one in found])
    counted = (one._replace(credits=busy.get(one.id, 0)) for one in found)
    return sorted(counted, key=lambda one: (-one.score, -one.credits, one.id))[:CHOICES]


@once
def _scored(db: Database, folded: str, *, alike: bool) -> list[Person]:
    """Find more people than are told, so that the busiest of them can be."""
    best: dict[int, Person] = {}
    for one in _every(db, folded, alike=alike) if folded else ():
        if one.score >= NEAR and (one.id not in best or best[one.id].score < one.score):
            best[one.id] = one
    return sorted(best.values(), key=lambda one: -one.score)[: 4 * CHOICES]


def people_asked(db: Database, folded: str, *, alike: bool = True) -> list[Person]:
    """Find the people whom words mean, or of whom they ask: "which episodes have ann example"."""
    found = people_named(db, folded, alike=alike)
    name = asked_for(folded)
    if name is None or any(one.score >= SURE for one in found):
        return found
    return people_named(db, name, alike=alike) or found


class Who(NamedTuple):
    """The people whom words may mean, the best first; several are a question.

    `near` tells that none of them has such a name, and `name` which one is meant that is alike.
    """

    text: str
    people: tuple[int, ...]
    near: bool = False
    name: str = ""

    @property
    def sure(self) -> int | None:
        """Give the one who is meant, None if that is a question."""
        return self.people[0] if len(self.people) == 1 and not self.near else None


def which_person(db: Database, text: str) -> Who:
    """Find the person whom words mean, by a name or an id; raises NobodyNamed."""
    clean = asking.clean(text)
    if (own := own_id(clean)) is not None:
        return Who(clean, (own,))
    if (imdb := imdb_of(clean)) and (
        known := identity.recognise(db, "person", [("imdb", imdb)])
        or list(people.names(db, [thing_of(imdb)]))
    ):
        return Who(clean, tuple(known[:1]))
    exact = [one for one in _scored(db, fold(text), alike=True) if one.score == EXACT]
    if len(exact) == 1:  # in how much they are need not be counted
        return Who(clean, (exact[0].id,))
    found = people_asked(db, fold(text))
    if not found:
        raise NobodyNamed(clean)
    meant = [one for one in found if one.score == EXACT]
    if not meant and found[0].score >= SURE:
        meant = [one for one in found if found[0].score - one.score < LEAD]
    name = meant[0].name if len(meant) == 1 and meant[0].score < EXACT else ""
    return Who(clean, tuple(one.id for one in meant or found), not meant, name)


class Suggested(NamedTuple):
    """Somebody who is suggested: the value that is sent, a name, and in how much they are."""

    value: str
    name: str
    credits: int


def people_suggested(db: Database, text: str) -> list[Suggested]:
    """Suggest people for what is typed so far, the best first."""
    return [
        Suggested(f"person:{one.id}", one.name, one.credits)
        for one in people_asked(db, fold(text))[:CHOICES]
    ]


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
    alike_names = [index.near(db, asked, "person"), index.alike(db, asked, "person")]
    first, _, last = folded.rpartition(" ")
    if first:
        alike_names.append(Names(_packed(db, f"{first} {last[:WHOLE]}")))
        alike_names.append(Names(_packed(db, f"{last} {first[:WHOLE]}")))
    longest = max(folded.split(), key=len)
    for name, one in chain.from_iterable(scored(names, asked) for names in alike_names):
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
