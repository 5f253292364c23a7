"""Texts on the disk and where each lies, so that memory holds two numbers a text, not the text."""

import mmap
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from bot.loaders.dumps import Bytes, Mask, Whole

_MARKED = 1 << 27
"""Numbers below this are bits of a map (IMDb's are below 2**26); larger ones are kept in a set."""

_ROWS = 1 << 12
"""Texts that are read at a time."""
DENSE = 1 << 16
"""Bytes that may lie unasked for between texts that are read at once."""


class Marks:
    """A set of numbers to which whole arrays are added and for which whole arrays are asked."""

    def __init__(self) -> None:
        self._map = np.zeros(1 << 16, np.bool_)
        self._large: set[int] = set()

    @classmethod
    def of(cls, numbers: Whole) -> Self:
        """Make a set of these numbers."""
        marks = cls()
        marks.mark(numbers)
        return marks

    def all(self) -> Whole:
        """Give every number of the set, sorted."""
        return np.concatenate((np.flatnonzero(self._map), np.array(sorted(self._large), np.int64)))

    def mark(self, numbers: Whole) -> None:
        """Add numbers."""
        small = numbers[numbers < _MARKED]
        self._large.update(numbers[numbers >= _MARKED].tolist())
        top = int(small.max(initial=0)) + 1
        if top > len(self._map):
            grown = np.zeros(min(_MARKED, max(top, 2 * len(self._map))), np.bool_)
            grown[: len(self._map)] = self._map
            self._map = grown
        self._map[small] = True

    def has(self, numbers: Whole) -> Mask:
        """Tell which of the numbers are in the set; negative ones never are."""
        inside = (numbers >= 0) & (numbers < len(self._map))
        found = self._map[np.where(inside, numbers, 0)] & inside
        if self._large:
            large = np.flatnonzero(numbers >= _MARKED)
            found[large] = [one in self._large for one in numbers[large].tolist()]
        return found


class Spooled:
    """Texts in a file: where each begins, its size, and its key if it has one."""

    def __init__(self, path: Path, key: Whole, at: Whole, size: Whole, count: int = 0) -> None:
        self.path, self.key, self.at, self.size, self.count = path, key, at, size, count

    def text(self) -> Bytes:
        """Give all texts as they lie in the file."""
        return np.memmap(self.path, np.uint8, "r")

    def only(self, rows: Mask | Whole | slice) -> "Spooled":
        """Give the texts of some rows, without their keys."""
        return Spooled(self.path, self.key[:0], self.at[rows], self.size[rows])

    def rows(self) -> Iterator[tuple[int, bytes]]:
        """Give every key and its text, some read at a time."""
        for start in range(0, len(self.key), _ROWS):
            some = slice(start, start + _ROWS)
            texts = self.slices(self.at[some], self.at[some] + self.size[some])
            yield from zip(self.key[some].tolist(), texts, strict=True)

    def each(self, keys: Whole) -> list[bytes]:
        """Give for each of the sorted keys all texts that have it, joined; b"" for none."""
        first = np.searchsorted(self.key, keys, "left")
        last = np.searchsorted(self.key, keys, "right")
        if not len(self.key):
            return [b""] * len(keys)
        row = np.minimum(first, len(self.key) - 1)
        found = self.slices(self.at[row], self.at[row] + np.where(last > first, self.size[row], 0))
        for one in np.flatnonzero(last - first > 1).tolist():
            rows = slice(int(first[one]), int(last[one]))
            found[one] = b"".join(self.slices(self.at[rows], self.at[rows] + self.size[rows]))
        return found

    def slices(self, begins: Whole, ends: Whole) -> list[bytes]:
        """Give the bytes between positions of the file."""
        if not len(begins):
            return []
        first, last = int(begins.min()), int(ends.max())
        pieces = zip((begins - first).tolist(), (ends - first).tolist(), strict=True)
        with self.path.open("rb") as file:
            if last - first > DENSE + 2 * int((ends - begins).sum()):
                # Only what is read of it comes into memory, a page at a time.
                with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as text:
                    return [text[first + begin : first + end] for begin, end in pieces]
            file.seek(first)
            near = file.read(last - first)
        return [near[begin:end] for begin, end in pieces]


class Spool:
    """Writes texts one after the other; used in a `with` block."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = path.open("wb", buffering=1 << 20)
        self.count = 0
        """How many texts were written, before those of one key were joined."""
        self._keys: list[Whole] = []
        self._sizes: list[Whole] = []

    def __enter__(self) -> Self:
        """Give itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the file; eight bytes behind the last text let all be read eight at a time."""
        self._file.write(bytes(8))
        self._file.close()

    def write(self, content: bytes, sizes: Whole, key: Whole | None = None) -> None:
        """Write texts of these sizes; those beside each other with one key become one."""
        self._file.write(content)
        self.count += len(sizes)
        if key is not None and len(key):
            starts = np.flatnonzero(np.append(True, key[1:] != key[:-1]))
            key, sizes = key[starts], np.add.reduceat(sizes, starts)
        if key is not None:
            self._keys.append(key)
        self._sizes.append(sizes.astype(np.int32))

    def write_rows(self, rows: Iterable[tuple[int, bytes]]) -> None:
        """Write texts with their keys, each of which is another one than that before."""
        keys, texts = zip(*rows, strict=True)
        sizes = np.fromiter(map(len, texts), np.int64, len(texts))
        self.write(b"".join(texts), sizes, key=np.array(keys, np.int64))

    def take(self, order: Whole) -> Spooled:
        """Give the texts in this order, without keys."""
        size: Whole = np.concatenate(self._sizes) if self._sizes else np.zeros(0, np.int32)
        self._sizes.clear()
        at = np.cumsum(size, dtype=np.int64) - size
        return Spooled(self.path, np.zeros(0, np.int64), at[order], size[order])

    def by_key(self) -> Spooled:
        """Give the texts sorted by key, in the order written where keys are equal."""
        key = np.concatenate(self._keys) if self._keys else np.zeros(0, np.int64)
        self._keys.clear()  # what is joined need not be there twice
        order = np.argsort(key, kind="stable")
        key = key[order]
        taken = self.take(order)
        return Spooled(self.path, key, taken.at, taken.size, self.count)
