"""A connection to both files, and what it keeps between two questions."""

import sqlite3
from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import cache, cached_property, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from bot.model import NamedKind

P = ParamSpec("P")
T = TypeVar("T")
AT_ONCE = 512
"""Values for which one statement has marks: SQLite has a limit."""
_UNKNOWN = object()
FEW = 32
"""Values of which a statement with marks is read quickest, where there are thousands."""
KINDS: tuple[NamedKind, ...] = ("series", "episode", "person")


def marks(values: Sequence[T]) -> tuple[str, dict[str, T]]:
    """Give marks for values in a statement (one at least), and what they stand for.

    The last value is repeated until there are 1, 2, 4, 8, ...: a statement for each number of
    values would have to be prepared anew almost each time.
    """
    size = 1 << (len(values) - 1).bit_length()
    typed, names = _marks(size)
    padded = [*values, *[values[-1]] * (size - len(values))]
    return typed, dict(zip(names, padded, strict=True))


def parted(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """Give many values part by part: SQLite looks for a mark's name among all of a statement's."""
    return (values[at : at + FEW] for at in range(0, len(values), FEW))


@cache
def _marks(size: int) -> tuple[str, tuple[str, ...]]:
    names = tuple(f"value{number}" for number in range(size))
    return ", ".join(f":{name}" for name in names), names


class Database(sqlite3.Connection):
    """What the functions of this package take first; no table name stands in both files."""

    @cached_property
    def kept(self) -> dict[str, Any]:
        """Give what is made of a generation and kept between two questions; empty at first."""
        return {}

    moment: dict[tuple[Hashable, ...], Any] | None = None
    """What was looked up in a hop that reads all of one moment: see `once`; else None."""

    @property
    def version(self) -> int:
        """Give a number that is another one after somebody else has written into the catalogue."""
        return _version(self)

    def lasting(self, name: str, make: Callable[[], T]) -> T:
        """Give what is kept under a name; made anew when the catalogue was written since."""
        version = self.version
        known = self.kept.get(name)
        if known is None or known[0] != version:
            self.kept[name] = known = version, make()
        kept: T = known[1]
        return kept


def once(
    function: Callable[Concatenate[Database, P], T],
) -> Callable[Concatenate[Database, P], T]:
    """Let what is looked up again in one moment be known: several readings ask for the same.

    Arguments have to be hashable; nobody may change what is given.
    """

    @wraps(function)
    def remembered(db: Database, /, *args: P.args, **kwargs: P.kwargs) -> T:
        moment = db.moment
        if moment is None:
            return function(db, *args, **kwargs)
        key = (function, *args, *kwargs.items()) if kwargs else (function, *args)
        if (known := moment.get(key, _UNKNOWN)) is not _UNKNOWN:
            found: T = known
            return found
        made = moment[key] = function(db, *args, **kwargs)
        return made

    return remembered


@once
def _version(db: Database) -> int:
    (version,) = db.execute("PRAGMA catalogue.data_version").fetchone()
    return int(version)
