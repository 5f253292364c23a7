"""People of IMDb's dumps with what they are found by: read and made in the second process."""

from pathlib import Path
from typing import NamedTuple

import numpy as np

from bot.asking import fold_lines
from bot.loaders import second
from bot.loaders.dumps import Whole
from bot.loaders.imdb_rows import STEP
from bot.loaders.memory import give_back
from bot.loaders.rejects import Rejects
from bot.loaders.spool import Spooled
from bot.store import called


class People(NamedTuple):
    """People's names, a line each, and their numbers (bot.store.called) in order, and whose."""

    spooled: Spooled
    rejects: Rejects
    numbers: called.Words
    whose: called.Whose


def people(path: Path, named: Whole, work: Path, *, strict: bool) -> People:
    """Read the names of those who are named, and let them be found by these."""
    spooled, rejects = second.people(path, named, work, strict=strict)
    count = len(spooled.key)
    numbers, whose = np.zeros(2 * count, np.uint64), np.zeros(2 * count, np.uint32)
    for start in range(0, count, STEP):
        some = slice(start, min(start + STEP, count))
        at = spooled.at[some]
        folded = fold_lines(b"\n".join(spooled.slices(at, at + spooled.size[some] - 1)))
        for begin, made in zip((0, count), called.numbers(folded), strict=True):
            mine = slice(begin + some.start, begin + some.stop)
            numbers[mine], whose[mine] = made, spooled.key[some]
    order = np.argsort(numbers, kind="stable").astype(np.uint32)
    numbers, whose = numbers[order], whose[order]
    del order
    give_back()
    return People(spooled, rejects, numbers, whose)
