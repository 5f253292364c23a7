"""What a load is to do, for whom, and what it did: values that are stored and shown."""

from pathlib import Path
from typing import NamedTuple

ALLOWED = 0.001
"""The share of rows that may be rejected before a load is called off: 0.1 %."""
SHOWN = 50
"""How many changes a report names; all are counted."""


class Change(NamedTuple):
    """Something that an operator may want to see before it is done.

    `kind` is "new series", "retitled" or "conflict"; `was` is what stood there before, or what
    another source says.
    """

    kind: str
    what: str
    was: str = ""


class Order(NamedTuple):
    """How a load is to be done, for whom, and what stands in the list of loads about it."""

    source: str = ""
    """Whose tellings they are; told by the tellings themselves when it is empty."""
    version: str = ""
    who: str = "shell"
    dry_run: bool = False
    allowed: float = ALLOWED
    """The share of rows that may be rejected."""


class Report(NamedTuple):
    """What a load did: counts, and what it left out because it could not be decided.

    `load` is its number in the list of loads, 0 where nothing was recorded (a dry run).
    """

    series: int = 0
    episodes: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    undecided: tuple[str, ...] = ()
    gone: int = 0
    rejected: int = 0
    people: int = 0
    credits: int = 0
    seconds: float = 0.0
    renamed: int = 0
    """Crowds of people in which names differ, though no episode does."""
    load: int = 0
    changes: tuple[Change, ...] = ()
    notes: tuple[str, ...] = ()
    """What the operator should know besides: gaps in what was read."""
    unnamed: int = 0
    """Changes worth naming beyond those that `changes` has room for."""


class Built(NamedTuple):
    """A generation that is whole and checked, not live, and named as a part until it is."""

    path: Path
    report: Report


class Load(NamedTuple):
    """A load that is done; `who` is "shell" or a member's Discord id, `seconds` took it."""

    id: int
    source: str
    version: str
    who: str
    generation: str
    state: str
    series: int
    episodes: int
    people: int
    credits: int
    new: int
    changed: int
    unchanged: int
    gone: int
    rejected: int
    undecided: int
    seconds: float
    loaded_at: str


class Copied(NamedTuple):
    """What came of copying pictures: how many are told of, there already, new, not to be had.

    `size` is the bytes of the new ones.
    """

    told: int = 0
    held: int = 0
    new: int = 0
    failed: int = 0
    size: int = 0
