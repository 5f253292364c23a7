"""Tab-separated dumps of millions of rows: blocks of whole lines, their fields as numpy arrays.

Nothing is done row by row. A block with a line that does not fit (fields missing, bytes that are no
UTF-8, controls) is taken apart by hand: that line is rejected, the others stay.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from bot.errors import Unreadable
from bot.loaders.files import Tell, chunks
from bot.loaders.rejects import Rejects

LONGEST = 1 << 20
"""Bytes of a line: the longest of IMDb's has a few thousand."""
NULL, NO_NUMBER = -1, -2
"""What stands for \\N, and for what should be a number and is none."""
_PAD = b"\0" * 8
_NULL = np.uint64(int.from_bytes(rb"\N", "little"))
_LIST = 2
"""The control with which IMDb joins several words in one field of title.akas."""

Bytes: TypeAlias = NDArray[np.uint8]
Whole: TypeAlias = NDArray[Any]
"""Whole numbers of any width."""
Mask: TypeAlias = NDArray[np.bool_]
Words: TypeAlias = NDArray[np.uint64]


class Block(NamedTuple):
    """Whole lines: their bytes (8 more behind them), where each begins and each field ends."""

    text: Bytes
    begins: Whole
    ends: Whole
    """Shape (lines, fields): the position of the tab or newline behind each field."""
    lines: Whole
    """The number of each line in the file, for what is rejected."""
    after: int
    """The number of the line behind them all."""

    def field(self, at: int) -> tuple[Whole, Whole]:
        """Give where a field begins and where it ends, in every line."""
        return (self.begins if at == 0 else self.ends[:, at - 1] + 1), self.ends[:, at]

    def eights(self) -> Words:
        """Give the eight bytes from every position on as one number (little end first).

        A view: writing into it writes the bytes.
        """
        return eights(self.text)

    def numbers(self, at: int, letters: str = "") -> Whole:
        r"""Read a field as numbers of up to 10 digits behind some letters ("tt", "nm").

        NULL where it is \N, NO_NUMBER where it is anything else.
        """
        begins, ends = self.field(at)
        firsts = self.eights()[begins]
        value = self.read(begins + len(letters), ends)
        if letters:
            lead = np.uint64(int.from_bytes(letters.encode(), "little"))
            mask = np.uint64((1 << (8 * len(letters))) - 1)
            value[(firsts & mask) != lead] = NO_NUMBER
        value[(ends - begins == 2) & ((firsts & np.uint64(0xFFFF)) == _NULL)] = NULL
        return value

    def read(self, begins: Whole, ends: Whole) -> Whole:
        """Read numbers between positions; NO_NUMBER where it is anything else."""
        words = self.eights()
        length = ends - begins
        value, digits = _digits(words[begins], np.minimum(length, 8))
        long = np.flatnonzero(length > 8)
        if len(long):
            rest, more = _digits(words[begins[long] + 8], np.minimum(length[long] - 8, 2))
            value[long] = value[long] * np.where(length[long] == 9, 10, 100) + rest
            digits[long] &= more & (length[long] <= 10)
        value[~digits | (length < 1)] = NO_NUMBER
        return value

    def words(self, at: int) -> Words:
        """Give a number for the word in a field, the same as `word` gives."""
        begins, ends = self.field(at)
        length = ends - begins
        return _word(self.eights()[begins], length.astype(np.uint64))

    def bytes_of(self, at: int, row: int) -> bytes:
        """Give one field of one line as it stands there."""
        begins, ends = self.field(at)
        return self.text[begins[row] : ends[row]].tobytes()

    def without(self, bad: Mask, why: str, file: str, rejects: Rejects) -> "Block":
        """Give the block without the lines that are `bad`, which are rejected."""
        if not bad.any():
            return self
        for line in self.lines[bad].tolist():
            rejects.add(file, f"line {line}", why)
        return self.only(~bad)

    def only(self, wanted: Mask) -> "Block":
        """Give the block with the wanted lines alone."""
        if wanted.all():
            return self
        return self._replace(
            begins=self.begins[wanted], ends=self.ends[wanted], lines=self.lines[wanted]
        )

    def kept(self, *pieces: tuple[Whole, Whole]) -> tuple[bytes, Whole]:
        """Give the bytes of some pieces of every line, one after the other, and their size a line.

        A piece is where it begins and where it ends; they stand in the order of the line.
        """
        edges = np.stack([edge for piece in pieces for edge in piece], axis=1)
        sizes = (edges[:, 1::2] - edges[:, ::2]).sum(axis=1)
        own = len(self.text) - len(_PAD)
        lengths = np.diff(edges.ravel(), prepend=0, append=own)
        turns = np.zeros(len(lengths), np.bool_)
        turns[1::2] = True
        return self.text[:own][np.repeat(turns, lengths)].tobytes(), sizes


def eights(text: Bytes) -> Words:
    """Give the eight bytes from every position of a text on as one number: a view."""
    return np.ndarray((len(text) - 7,), "<u8", text.data, strides=(1,))


def same(one: Words, at: Whole, other: Words, place: Whole, size: Whole) -> Mask:
    """Tell which pieces of two texts, of `size` bytes each, are equal; both as `eights`."""
    equal = np.ones(len(size), np.bool_)
    rows = np.flatnonzero(size > 0)
    step = 0
    while len(rows):
        left = np.minimum(size[rows] - step, 8)
        shift = (8 * (8 - left)).astype(np.uint64)
        differ = (one[at[rows] + step] ^ other[place[rows] + step]) << shift
        equal[rows[differ != 0]] = False
        step += 8
        rows = rows[(differ == 0) & (size[rows] > step)]
    return equal


def _digits(digits: Words, length: Whole) -> tuple[Whole, Mask]:
    """Read up to eight digits out of eight bytes at once: three multiplications, no loop."""
    shift = (8 * (8 - np.maximum(length, 1))).astype(np.uint64)
    digits = (digits ^ np.uint64(0x3030303030303030)) << shift
    high = np.uint64(0x8080808080808080)
    plain = (((digits + np.uint64(0x7676767676767676)) | digits) & high) == 0
    pairs = digits * np.uint64(10) + (digits >> np.uint64(8))
    mask = np.uint64(0x000000FF000000FF)
    value = (pairs & mask) * np.uint64(0x000F424000000064)
    value += ((pairs >> np.uint64(16)) & mask) * np.uint64(0x0000271000000001)
    return (value >> np.uint64(32)).astype(np.int64), plain


def _word(begins: Words, length: Words) -> Words:
    kept = np.minimum(length, np.uint64(8)) * np.uint64(8)
    # Nothing can be shifted by 64 bits: in two steps.
    half = kept >> np.uint64(1)
    mask = ~((~np.uint64(0) << half) << (kept - half))
    word: Words = (begins & mask) + length * np.uint64(0x9E3779B97F4A7C15)
    return word


def word(text: str) -> int:
    """Give the number of a word by its first eight bytes and its length."""
    begins = np.array([int.from_bytes(text.encode()[:8], "little")], np.uint64)
    return int(_word(begins, np.array([len(text)], np.uint64))[0])


def found(folder: Path, name: str) -> Path | None:
    """Give the file of a dump in a folder, gzipped or not, if it is there."""
    paths = (folder / f"{name}.tsv.gz", folder / f"{name}.tsv")
    return next((path for path in paths if path.is_file()), None)


def blocks(path: Path, header: str, rejects: Rejects, tell: Tell | None = None) -> Iterator[Block]:
    """Give a dump's lines behind its header, in blocks; raises Unreadable.

    `header` names the fields, with blanks between; `tell` is told of the bytes read.
    """
    fields = header.split()
    line, left, first = 1, b"", True
    for chunk in chunks(path, tell=tell):
        left += chunk
        if first and (head := left.find(b"\n")) >= 0:
            _check_header(path, left[:head], fields)
            first, line, left = False, 2, left[head + 1 :]
        whole = 0 if first else left.rfind(b"\n") + 1
        if whole:
            block = _block(memoryview(left)[:whole], len(fields), path, line, rejects)
            rejects.rows += block.after - line
            line = block.after
            yield block
        left = left[whole:]
        if len(left) > LONGEST:
            raise Unreadable(path.name, f"line {line}", f"it has more than {LONGEST:,} bytes")
    if first:
        _check_header(path, left, fields)
    elif left:
        rejects.rows += 1
        yield _block(left + b"\n", len(fields), path, line, rejects)


def _check_header(path: Path, line: bytes, fields: list[str]) -> None:
    told = line.removeprefix(b"\xef\xbb\xbf").rstrip(b"\r\n").decode("utf-8", "replace")
    if told.split("\t") != fields:
        shown = told[:80] or "nothing"
        raise Unreadable(path.name, "line 1", f"{' '.join(fields)} was expected, not {shown!r}")


def _block(
    content: memoryview | bytes, fields: int, path: Path, line: int, rejects: Rejects
) -> Block:
    block = _fitting(content, fields, line)
    if block is None:
        whole = bytes(content)
        good, lines = _taken_apart(whole, fields, path, line, rejects)
        block = _fitting(good, fields, 0)
        assert block is not None, "every line was looked at"  # noqa: S101 - not reachable
        block = block._replace(lines=lines, after=line + whole.count(b"\n"))
    return block


def _fitting(content: memoryview | bytes, fields: int, line: int) -> Block | None:
    """Give the block if every line of it is as it should be."""
    text = np.empty(len(content) + len(_PAD), np.uint8)
    own, text[len(content) :] = text[: len(content)], 0
    own[:] = np.frombuffer(content, np.uint8)
    try:
        if own.max(initial=0) > 127:
            str(content, "utf-8")
    except UnicodeDecodeError:
        return None
    ends = np.flatnonzero(own < 32)
    signs = own[ends]
    if (signs == _LIST).any():
        ends, signs = ends[signs != _LIST], signs[signs != _LIST]
    if len(ends) % fields:
        return None
    places, signs = ends.reshape(-1, fields), signs.reshape(-1, fields)
    if (signs[:, -1] != ord("\n")).any() or (signs[:, :-1] != ord("\t")).any():
        return None
    begins = np.concatenate((np.zeros(min(len(places), 1), np.int64), places[:-1, -1] + 1))
    return Block(text, begins, places, np.arange(line, line + len(places)), line + len(places))


def _taken_apart(
    content: bytes, fields: int, path: Path, line: int, rejects: Rejects
) -> tuple[bytes, Whole]:
    good, numbers = [], []
    for number, ended in enumerate(content.removesuffix(b"\n").split(b"\n"), start=line):
        one = ended.removesuffix(b"\r")
        if why := _wrong(one, fields):
            rejects.add(path.name, f"line {number}", why)
        else:
            good.append(one + b"\n")
            numbers.append(number)
    return b"".join(good), np.array(numbers, np.int64)


def _wrong(line: bytes, fields: int) -> str | None:
    try:
        line.decode()
    except UnicodeDecodeError as error:
        return f"byte {error.start} is not UTF-8"
    control = next((sign for sign in line if sign < 32 and sign not in {9, _LIST}), None)
    if control is not None:
        return f"the control character {control:#04x} stands in it"
    if (count := line.count(b"\t") + 1) != fields:
        return f"it has {count} fields, not {fields}"
    return None
