"""What people are in: packed credits and those of tellings as one list, newest first.

Packed credits know people by IMDb's numbers, tellings by permanent ids that another source may have
given out: whoever is asked for by one of them is found by all.
"""

from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from heapq import merge
from itertools import islice

import numpy as np

from bot.model import PERSON_IDS, imdb_id, thing_of
from bot.store import identity, people, postings
from bot.store.connection import AT_ONCE, Database, marks
from bot.store.people import Appearance, Counted
from bot.store.postings import Ids, Posted

LATEST = 256
"""Packed things of a person, the newest ones, among which the most popular are looked for."""


class Appearances:
    """What somebody is in, whoever tells of it; read as far as it is asked for."""

    def __init__(self, db: Database, person: int) -> None:
        self._db = db
        self.told, self.packed = _ids(db, person)
        """The id under which tellings know the person, and those under which packed credits do."""
        self._posted = _joined(db, [postings.posted(db, one) for one in self.packed])

    def counted(self) -> Counted:
        """Count them."""
        told, mine = self._told, self._posted
        if not len(mine.things):
            return told
        episodes = told.episodes + len(mine.things) - mine.own
        series = mine.series
        if told.things or mine.gone:
            series = len(self._homes() | self._packed_homes())
        return Counted(episodes, series, told.things + len(mine.things))

    def page(self, limit: int, offset: int = 0) -> list[Appearance]:
        """Give some of them, the newest first, what has no date last.

        Of one day those come first that tellings tell of.
        """
        things = self._posted.things
        if not len(things):
            return people.appearances(self._db, self.told, limit, offset)
        if not self._told.things:
            return _shown(self._db, things[offset : offset + limit].tolist())
        before = self._before(offset)
        mine = _shown(self._db, things[before : before + limit].tolist())
        theirs = people.appearances(self._db, self.told, limit, offset - before)
        return [*islice(merge(theirs, mine, key=_date, reverse=True), limit)]

    def popular(self, limit: int) -> list[int]:
        """Give episodes, the most popular first: of those that are packed some of the newest."""
        ids = people.episodes_with(self._db, self.told, limit)
        ids += self._posted.things[:LATEST].tolist()
        if not ids:
            return []
        some, key = marks(ids)
        sql = f"""
            SELECT id FROM episode WHERE id IN ({some})
            ORDER BY popularity DESC, date DESC, id LIMIT :limit
        """  # noqa: S608 - marks are counted
        return [row[0] for row in self._db.execute(sql, key | {"limit": limit})]

    @cached_property
    def _told(self) -> Counted:
        return people.counted(self._db, self.told)

    def _before(self, offset: int) -> int:
        """Tell how many packed ones are among so many of all."""
        things = self._posted.things

        def follows(packed: int) -> bool:
            """Tell whether a packed one comes after the last one that would be before it."""
            [mine] = _shown(self._db, [int(things[packed])])
            [last] = people.appearances(self._db, self.told, 1, offset - packed - 1)
            return mine.date <= last.date

        least, most = max(0, offset - self._told.things), min(offset, len(things))
        return least + bisect_left(range(least, most), 1, key=follows)

    def _homes(self) -> set[int]:
        sql = "SELECT series FROM person_series WHERE person = :person"
        return {row[0] for row in self._db.execute(sql, {"person": self.told})}

    def _packed_homes(self) -> set[int]:
        """Give the series of the packed things."""
        if len(self.packed) == 1:
            homes = postings.homes(self._db, self.packed[0])
            if homes is not None:
                return homes
        return {one.series for one in _shown(self._db, self._posted.things.tolist())}


def busy(db: Database, some: Sequence[int]) -> dict[int, int]:
    """Tell how much people have done, so that they can be compared; who has nothing is left out."""
    told, packed = people.busy(db, some), postings.sizes(db, some)
    return {one: told.get(one, 0) + packed.get(one, 0) for one in told.keys() | packed.keys()}


def _ids(db: Database, person: int) -> tuple[int, list[int]]:
    told, packed = person, [person] if person > PERSON_IDS else []
    if packed:
        known = identity.recognise(db, "person", [("imdb", str(imdb_id(person)))])
        told = next(iter(known), person)
    packed += [thing_of(value) for scheme, value in identity.keys(db, told) if scheme == "imdb"]
    return told, list(dict.fromkeys(packed))


def _joined(db: Database, lists: Sequence[Posted]) -> Posted:
    """Join a person's lists: IMDb may know somebody under two numbers, which is rare."""
    several = [one for one in lists if len(one.things)]
    if len(several) < 2:
        return several[0] if several else Posted(np.zeros(0, np.int64))
    ids = {thing: None for one in several for thing in one.things.tolist()}
    every = sorted(_shown(db, [*ids]), key=_date, reverse=True)
    own = sum(one.thing == one.series for one in every)
    things: Ids = np.array([one.thing for one in every], np.int64)
    return Posted(things, own, len({one.series for one in every}))


def _date(one: Appearance) -> str:
    return one.date


def _shown(db: Database, things: Sequence[int]) -> list[Appearance]:
    """Give things as lists show them, those that are there, in the order asked."""
    found: dict[int, Appearance] = {}
    for start in range(0, len(things), AT_ONCE):
        some, key = marks(things[start : start + AT_ONCE])
        sql = f"""
            SELECT coalesce(date, ''), id, series FROM episode WHERE id IN ({some})
            UNION ALL
            SELECT coalesce(CAST(start_year AS TEXT), ''), id, id FROM series WHERE id IN ({some})
        """  # noqa: S608 - marks are counted
        found |= {row[1]: Appearance(*row) for row in db.execute(sql, key)}
    return [found[one] for one in things if one in found]
