"""A connection to both files, and what it keeps between two questions."""

import sqlite3
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, TypeVar

from bot.model import NamedKind

T = TypeVar("T")
AT_ONCE = 512
"""Values for which one statement has marks: SQLite has a limit."""
KINDS: tuple[NamedKind, ...] = ("series", "episode", "person")


def marks(values: Sequence[T]) -> tuple[str, dict[str, T]]:
    """Give marks for values in a statement (one at least), and what they stand for.

    The last value is repeated until there are 1, 2, 4, 8, ...: a statement for each number of
    values would have to be prepared anew almost each time.
    """
    size = 1 << (len(values) - 1).bit_length()
    padded = [*values, *[values[-1]] * (size - len(values))]
    key = {f"value{number}": value for number, value in enumerate(padded)}
    return ", ".join(f":{name}" for name in key), key


class Database(sqlite3.Connection):
    """What the functions of this package take first; no table name stands in both files."""

    @cached_property
    def kept(self) -> dict[str, Any]:
        """Give what is made of a generation and kept between two questions; empty at first."""
        return {}

    @property
    def version(self) -> int:
        """Give a number that is another one after somebody else has written into the catalogue."""
        (version,) = self.execute("PRAGMA catalogue.data_version").fetchone()
        return int(version)

    def lasting(self, name: str, make: Callable[[], T]) -> T:
        """Give what is kept under a name; made anew when the catalogue was written since."""
        version = self.version
        known = self.kept.get(name)
        if known is None or known[0] != version:
            self.kept[name] = known = version, make()
        kept: T = known[1]
        return kept
