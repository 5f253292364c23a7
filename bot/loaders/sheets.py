"""CSV as spreadsheets write it: bytes into numbered rows of cells.

Taken as they come: a byte order mark, commas, semicolons or tabs, every end of a line, a line
"sep=;" ahead of the header, rows with nothing in them. Never taken silently: another encoding than
UTF-8, NUL, a quote that does not close.
"""

import csv
import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.errors import Unreadable
from bot.loaders.rejects import Rejects

LONGEST_CELL = 50_000
"""Characters of one cell: those of the longest text that a telling may have."""
MOST_LINES = 100
"""Lines over which a quoted cell may run: a quote that never closes swallows what follows it."""
_TOO_LONG = f"a cell has more than {LONGEST_CELL:,} characters"

_MARKS = (
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_NO_FILES = {"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined"}
"""Encodings of Python in which nobody writes files; some take minutes for a large one."""
_END_OF_LINE = re.compile(r"\r\n?|\n")
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+\Z")
_SEPARATOR = re.compile(r'\s*"?sep=([,;\t|])"?[,;\t ]*[\r\n]', re.IGNORECASE)


class Row(NamedTuple):
    """One row: the line of the file in which it begins, and its cells without blanks around."""

    line: int
    cells: list[str]


def decoded(content: bytes, file: str, encoding: str | None = None) -> str:
    """Decode a file as UTF-8, or as what somebody says that it is; its mark is left out.

    Raises Unreadable with line and byte; the reason names an encoding that would fit.
    """
    if encoding is None:
        _refuse_marks(content, file)
    else:
        _refuse_unknown(file, encoding)
    try:
        text = content.decode("utf-8" if encoding is None else encoding)
        if encoding is not None:
            # UTF-7 can write halves of a sign, which nothing can store.
            text.encode()
    except UnicodeDecodeError as error:
        line = _line_of(content[: error.start].decode("latin-1"))
        reason = _foreign(content, error.start) if encoding is None else f"it is not {encoding}"
        raise Unreadable(file, f"line {line}, byte {error.start}", reason) from error
    except ValueError as error:
        raise Unreadable(file, "the file itself", f"it is not {encoding}") from error
    if (nul := text.find("\0")) >= 0:
        raise Unreadable(file, f"line {_line_of(text[:nul])}", "there is a NUL in it")
    return text.removeprefix("\ufeff")


def rows(text: str, file: str, rejects: Rejects) -> Iterator[Row]:
    """Give the rows that have anything in them, the header first.

    Raises Unreadable where quotes are wrong, with the line in which the quote opens; a row with a
    cell that is too long is a reject.
    """
    lines, told = _Lines(text, file), _SEPARATOR.match(text)
    reader = csv.reader(lines, delimiter=told[1] if told else _separator(text), strict=True)
    while True:
        line = lines.begin()
        try:
            cells = [cell.strip() for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error as error:
            lines.refuse(error)
            cells = []
            rejects.add(file, f"line {line}", _TOO_LONG)
        if any(len(cell) > LONGEST_CELL for cell in cells):
            rejects.add(file, f"line {line}", _TOO_LONG)
        elif any(cells) and told:
            told = None
        elif any(cells):
            yield Row(line, cells)


class _Lines(Iterator[str]):
    """Hands lines to csv.reader, which asks for another one only while a quote is open."""

    def __init__(self, text: str, file: str) -> None:
        self._source = _lines(text)
        self._file = file
        self._line = ""
        self._number = self._begun = self._opened = 0

    def begin(self) -> int:
        """Begin a row; gives the number of its first line."""
        self._begun = self._opened = self._number + 1
        return self._begun

    def __next__(self) -> str:
        # Doubled quotes stay inside a cell; one that is left over closed it, so that the quote
        # which is open now was opened after it, on the same line.
        if self._number > self._begun and '"' in self._line.replace('""', ""):
            self._opened = self._number
        if self._number - self._opened + 1 >= MOST_LINES:
            raise self._unreadable(f"a quote opens here, and {MOST_LINES} lines do not close it")
        self._line = next(self._source)
        self._number += 1
        return self._line

    def refuse(self, error: csv.Error) -> None:
        """Raise Unreadable, unless the row was only too long and ended with its line."""
        if not str(error).startswith("field larger"):
            reason = f"a quote opens here that is not closed as it should be ({error})"
            raise self._unreadable(reason) from error
        if self._number > self._begun or self._line.count('"') % 2:
            reason = (
                f"a quote opens here, and {csv.field_size_limit():,} characters do not close it"
            )
            raise self._unreadable(reason) from error

    def _unreadable(self, reason: str) -> Unreadable:
        return Unreadable(self._file, f"line {self._opened}", reason)


def _lines(text: str) -> Iterator[str]:
    """Give lines with their ends; io.StringIO would take four bytes for each sign first."""
    return (found[0] for found in _LINE.finditer(text))


def _separator(text: str) -> str:
    """Tell the separator from the first line that has anything in it."""
    header = next((line for line in _lines(text) if line.strip()), "")
    return max(",;\t", key=header.count)


def _refuse_marks(content: bytes, file: str) -> None:
    for mark, name in _MARKS:
        if content.startswith(mark):
            reason = f"it begins like {name}; say --encoding {name} if it is"
            raise Unreadable(file, "line 1, byte 0", reason)


def _refuse_unknown(file: str, encoding: str) -> None:
    try:
        # Bytes that are none are decoded without asking which encoding it is.
        known = b"?".decode(encoding) is not None
    except UnicodeDecodeError:
        known = True
    except (LookupError, ValueError):
        known = False
    if not known or encoding.casefold().replace("_", "-") in _NO_FILES:
        raise Unreadable(file, "the encoding", f"no encoding of text is called {encoding!r}")


def _foreign(content: bytes, at: int) -> str:
    """Say what is no UTF-8, and propose what Excel writes in the west if it can be that."""
    reason = f"0x{content[at]:02X} is not UTF-8 here"
    try:
        content.decode("cp1252")
    except UnicodeDecodeError:
        return reason
    return f"{reason}; it looks like cp1252: say --encoding cp1252 if it is"


def _line_of(before: str) -> int:
    return 1 + sum(1 for _ in _END_OF_LINE.finditer(before))
