"""Rows that can't be used: which, where and why. A load goes on without them, and tells."""

from typing import NamedTuple

from bot.errors import TooManyRejects, Unreadable
from bot.report import ALLOWED

KEPT = 1000
"""How many rejects are kept with their reason; all are counted."""


class Reject(NamedTuple):
    """One row that can't be used: "title.basics.tsv.gz", "line 17", why."""

    file: str
    place: str
    reason: str


class Rejects:
    """Collects what can't be used; `strict` makes the first one an error."""

    def __init__(self, *, strict: bool = False) -> None:
        self.strict = strict
        self.count = 0
        self.rows = 0
        """How many rows were looked at, where the loader counts them."""
        self.kept: list[Reject] = []

    def add(self, file: str, place: str, reason: str, *, rows: int = 1) -> None:
        """Count `rows` that can't be used; raises Unreadable when strict."""
        if self.strict:
            raise Unreadable(file, place, reason)
        self.count += rows
        if len(self.kept) < KEPT:
            self.kept.append(Reject(file, place, reason))

    def join(self, other: "Rejects") -> None:
        """Add what another process rejected."""
        self.count += other.count
        self.rows += other.rows
        self.kept = (self.kept + other.kept)[:KEPT]

    def check(self, rows: int, allowed: float = ALLOWED) -> None:
        """Raise TooManyRejects when more than the allowed share of all `rows` was rejected."""
        if self.count and self.count > rows * allowed:
            raise TooManyRejects(*self.kept[0], self.count, rows)
