"""Who is in which title: pairs of numbers on the disk, so that memory need not hold them all."""

from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from bot.loaders.dumps import Whole, Words

ROW = 30
"""Bits of a pair that say where its title stands among all titles; those above are the person."""


class Pairs:
    """Writes pairs of people and titles, whose numbers are `titles`, sorted; used in `with`."""

    def __init__(self, path: Path, titles: Whole) -> None:
        self._file = path.open("wb", buffering=1 << 20)
        self._titles = titles

    def __enter__(self) -> Self:
        """Give itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the file."""
        self._file.close()

    def add(self, title: Whole, person: Whole) -> None:
        """Add pairs; each title is one of all, and mostly the same as the one before."""
        start = np.flatnonzero(np.append(True, title[1:] != title[:-1])[: len(title)])
        # Of another width, all of the titles would be made as wide for each block.
        rows = np.searchsorted(self._titles, title[start].astype(self._titles.dtype))
        row = np.repeat(rows, np.diff(start, append=len(title)))
        self._file.write((person << ROW | row).astype("<u8").tobytes())


def persons(pairs: Words) -> Words:
    """Give the people of pairs."""
    return pairs >> np.uint64(ROW)


def rows(pairs: Words) -> Words:
    """Give where the titles of pairs stand among all titles."""
    return pairs & np.uint64((1 << ROW) - 1)
