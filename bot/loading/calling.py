"""People of IMDb's dumps with what they are found by: read and made in the second process."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np

from bot.asking import fold_lines
from bot.loaders import second
from bot.loaders.dumps import Whole
from bot.loaders.imdb_rows import STEP
from bot.loaders.memory import give_back
from bot.loaders.rejects import Rejects
from bot.loaders.spool import Spool, Spooled
from bot.store import called

AT_ONCE = 512
"""Rows that are written at a time."""


class People(NamedTuple):
    """People's names, a line each; rows of bot.store.called: numbers, and beside these whose."""

    spooled: Spooled
    rejects: Rejects
    numbers: Spooled
    whose: Spooled

    def called(self) -> Iterator[called.Row]:
        """Give the rows by which they are found."""
        rows = zip(self.numbers.rows(), self.whose.rows(), strict=True)
        return ((first, numbers, people) for (first, numbers), (_, people) in rows)


def people(path: Path, named: Whole, work: Path, *, strict: bool) -> People:
    """Read the names of those who are named, and let them be found by these."""
    spooled, rejects = second.people(path, named, work, strict=strict)
    numbers = _numbered(spooled)
    order = np.argsort(numbers, kind="stable").astype(np.uint32)
    numbers = numbers[order]
    # Each name has two numbers: the second half are those with the last word first.
    whose = spooled.key.astype(np.uint32)[order % np.uint32(max(1, len(spooled.key)))]
    del order
    give_back()
    with Spool(work / "called") as straight, Spool(work / "callers") as callers:
        rows = called.rows(numbers, whose) if len(numbers) else iter(())
        while some := [*islice(rows, AT_ONCE)]:
            straight.write_rows((first, part) for first, part, _ in some)
            callers.write_rows((first, part) for first, _, part in some)
    return People(spooled, rejects, straight.by_key(), callers.by_key())


def _numbered(spooled: Spooled) -> called.Words:
    """Give the numbers of all names as they are, then those of all with the last word first."""
    count = len(spooled.key)
    numbers = np.zeros(2 * count, np.uint64)
    for start in range(0, count, STEP):
        some = slice(start, min(start + STEP, count))
        at = spooled.at[some]
        folded = fold_lines(b"\n".join(spooled.slices(at, at + spooled.size[some] - 1)))
        for begin, made in zip((0, count), called.numbers(folded), strict=True):
            numbers[begin + some.start : begin + some.stop] = made
    return numbers
