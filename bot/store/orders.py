"""Orders of a thing's reviews, in which a page far from both ends is read quickly as well."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from bot.reading import PAGE
from bot.reviews import Order
from bot.store.connection import Database
from bot.store.reviews import VISIBLE

NEAR = 300
"""Reviews that are passed over one by one, with all that is asked of each."""
FEW = 300
"""Reviews that may not be read on a server which are told apart, to pass over all the others."""

Key = tuple[Any, ...]
Asked = Mapping[str, object]
"""The values of a statement: always of :thing, :server (0: none), and :one, :other and :third,
which are reviews that are left out, or 0."""


class Range(NamedTuple):
    """A part of an order: what is true of it, and how it is ordered."""

    where: str
    clause: str


class Sorted(NamedTuple):
    """What reviews are ordered by, and whether the greatest come first."""

    by: tuple[str, ...]
    down: bool = True

    @property
    def names(self) -> str:
        """Give what a place in the order is made of."""
        return ", ".join(self.by)

    @property
    def clause(self) -> str:
        """Give the order as a statement has it."""
        return ", ".join(f"{one} DESC" if self.down else one for one in self.by)

    @property
    def back(self) -> "Sorted":
        """Give the same order from its other end."""
        return self._replace(down=not self.down)

    def is_before(self, key: Key, other: Key) -> bool:
        """Tell whether one stands before another."""
        return key > other if self.down else key < other

    # SQLite finds a place in an index by several columns, but not where the first is an expression;
    # of what is like it in the first value, only the others say the order.
    @property
    def since(self) -> tuple[Range, Range]:
        """Give the two ranges from a place on: what is like it in the first value, and the rest."""
        sign = "<" if self.down else ">"
        like = f"{self._like} {sign}= {self._place}"
        return Range(like, self._beside), Range(f"{self.by[0]} {sign} :at0", self.clause)

    @property
    def until(self) -> tuple[Range, Range]:
        """Give the two ranges up to a place, without what is there."""
        sign = ">" if self.down else "<"
        like = f"{self._like} {sign} {self._place}"
        return Range(f"{self.by[0]} {sign} :at0", self.clause), Range(like, self._beside)

    @property
    def every(self) -> tuple[Range]:
        """Give all of it as one range."""
        return (Range("TRUE", self.clause),)

    @property
    def _beside(self) -> str:
        return self._replace(by=self.by[1:]).clause

    @property
    def _like(self) -> str:
        return f"{self.by[0]} = :at0 AND ({', '.join(self.by[1:])})"

    @property
    def _place(self) -> str:
        return f"({', '.join(f':at{number}' for number in range(1, len(self.by)))})"


_NEWEST = ("review.created_at", "review.id")
ORDERS: Mapping[Order, Sorted] = MappingProxyType(
    {
        "helpful": Sorted(("review.rank", "review.created_at", "review.length", "review.id")),
        "newest": Sorted(_NEWEST),
        "oldest": Sorted(_NEWEST, down=False),
        "highest": Sorted(("coalesce(review.rating, 0)", *_NEWEST)),
        "lowest": Sorted(("-coalesce(review.rating, 11)", *_NEWEST)),
        "votes": Sorted(("review.votes", *_NEWEST)),
    }
)
"""Each has an index with all that filters and VISIBLE ask for: no row is read to be passed over."""
OF = "FROM review WHERE review.thing = :thing AND review.state = 'published'"
_WANTED = f"{VISIBLE} AND review.id NOT IN (:one, :other, :third)"


def window(db: Database, asked: Asked, order: Sorted, start: int, total: int) -> list[int]:
    """Give the ids of one page of `total` reviews, read from the end that is nearer to it."""
    size = min(PAGE, total - start)
    if size <= 0:
        return []
    if start <= total // 2:
        return _some(db, asked, order, start, size)
    return _some(db, asked, order.back, total - start - size, size)[::-1]


def first(db: Database, asked: Asked, order: Sorted, wanted: str, limit: int) -> list[int]:
    """Give the ids of at most `limit` reviews that may be read and are wanted.

    Looked for among the first :looked of the order.
    """
    end = at(db, asked, order, f"{OF} ORDER BY {order.clause} LIMIT 1 OFFSET :looked")
    ranges = order.until if end else order.every
    return _ids(db, {**asked, **_values(end)}, ranges, f"{wanted} AND {VISIBLE}", limit)


def at(db: Database, asked: Asked, order: Sorted, where: str) -> Key:
    """Give the place of a review in an order; () where there is none."""
    row: Key | None = db.execute(f"SELECT {order.names} {where}", asked).fetchone()
    return row or ()


def _some(db: Database, asked: Asked, order: Sorted, start: int, size: int) -> list[int]:
    """Give the ids of some reviews from a place of an order on.

    Whether a review may be read is asked of none that is passed over: the few that may not be are
    counted among them instead.
    """
    if start <= NEAR:
        return _ids(db, asked, order.every, _WANTED, start + size)[start:]
    passing, unseen = _passing(db, asked, order)
    if len(unseen) > FEW:
        return _ids(db, asked, order.every, _WANTED, start + size)[start:]
    asked = {**asked, "start": start}
    place = at(db, asked, order, f"{passing} ORDER BY {order.clause} LIMIT 1 OFFSET :start")
    passed = sum(order.is_before(one, place) for one in unseen)
    asked = {**asked, **_values(place)}
    return _ids(db, asked, order.since, _WANTED, passed + size)[passed:]


def _passing(db: Database, asked: Asked, order: Sorted) -> tuple[str, set[Key]]:
    """Say which reviews are passed over, and give the places of those that are not to be counted.

    There may be more than FEW of the latter.
    """
    sql = """
        SELECT coalesce(sum(reviews), 0) FROM counted
        WHERE thing = :thing AND place NOT IN (0, :server)
    """
    (elsewhere,) = db.execute(sql, asked).fetchone()
    parts = [
        "id IN (SELECT review FROM hiding WHERE server IN (0, :server) AND thing = :thing)",
        "thing = :thing AND member IN (SELECT member FROM block WHERE server IN (0, :server))",
        "id IN (:one, :other, :third)",
    ]
    place = "AND review.place IN (0, :server)"
    if elsewhere <= FEW:
        parts += [f"thing = :thing AND place <> 0 AND place {side} :server" for side in "<>"]
        place = ""
    unseen: set[Key] = set()
    for part in parts:
        sql = f"""
            SELECT {order.names} FROM review WHERE state = 'published' AND {part} {place}
            LIMIT :few
        """  # noqa: S608 - words of our own
        unseen.update(db.execute(sql, {**asked, "few": FEW + 1}))
    return f"{OF} {place}", unseen


def _values(place: Key) -> dict[str, object]:
    return {f"at{number}": value for number, value in enumerate(place)}


def _ids(db: Database, asked: Asked, ranges: Sequence[Range], wanted: str, limit: int) -> list[int]:
    """Give the ids of at most so many reviews that are wanted, of one range after the other."""
    found: list[int] = []
    for where, clause in ranges:
        if len(found) < limit:
            sql = f"""
                SELECT review.id {OF} AND {where} AND {wanted} ORDER BY {clause} LIMIT :limit
            """
            rows = db.execute(sql, {**asked, "limit": limit - len(found)})
            found += [row[0] for row in rows]
    return found
