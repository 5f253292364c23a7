"""Tables of our own: JSON lines, each a telling (data/starter/FORMAT.md), and CSV."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec

from bot.errors import Unreadable
from bot.loaders.csv_tables import read_csv
from bot.loaders.files import content_of, inflated
from bot.loaders.rejects import Rejects
from bot.loaders.sheets import decoded
from bot.model import Episode, Series

__all__ = ["content_of", "read_file", "read_lines", "read_table"]

_MARK = b"\xef\xbb\xbf"
_WORKBOOKS = (b"PK\3\4", b"\xd0\xcf\x11\xe0")
_ENCODED = "it is not UTF-8; `--encoding cp1252` (or what it is in) reads others in the shell"
_decoder = msgspec.json.Decoder(Series | Episode)


def read_table(
    content: bytes, file: str, rejects: Rejects, *, encoding: str | None = None
) -> list[Series | Episode]:
    """Read the tellings of a table, gzipped or not: JSON lines or CSV, told apart by its beginning.

    Raises Unreadable for what is neither, and for what read_lines and read_csv refuse as a whole.
    """
    content = inflated(content, file)
    if content.startswith(_WORKBOOKS):
        raise Unreadable(file, "byte 0", "this is a workbook or an archive; save the sheet as CSV")
    if encoding is not None:
        content = decoded(content, file, encoding).encode()
    match content.removeprefix(_MARK).lstrip()[:1]:
        case b"{":
            return read_lines(content, file, rejects)
        case b"<":
            raise Unreadable(file, "line 1", "this is a web page or XML, not a table")
        case b"[":
            raise Unreadable(file, "line 1", "this is a list; one JSON object a line is expected")
    return read_csv(content, file, rejects)


def read_lines(content: bytes, file: str, rejects: Rejects | None = None) -> list[Series | Episode]:
    """Read the tellings of JSON lines; blank lines are skipped.

    A line that is no telling is a reject, with its number and, inside it, the field that is wrong.
    Without `rejects` the first one raises Unreadable; so does a file with nothing in it.
    """
    rejects = Rejects(strict=True) if rejects is None else rejects
    before = rejects.count
    tellings = []
    for number, line in enumerate(content.removeprefix(_MARK).splitlines(), start=1):
        if not line.strip():
            continue
        try:
            telling = _decoder.decode(line)
            _refuse_doubles(line)
        except (msgspec.MsgspecError, ValueError, RecursionError) as error:
            rejects.add(file, f"line {number}", str(error) if _is_text(line) else _ENCODED)
        else:
            tellings.append(telling)
    if not tellings and rejects.count == before:
        raise Unreadable(file, "line 1", "there is nothing in it")
    return tellings


def read_file(path: Path) -> list[Series | Episode]:
    """Read the tellings of a table; raises Unreadable, also for a single row that can't be used."""
    return read_table(content_of(path), path.name, Rejects(strict=True))


def _is_text(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _refuse_doubles(line: bytes) -> None:
    """Raise ValueError when an object has a field twice: msgspec takes the last one silently."""
    json.loads(line, object_pairs_hook=_once)


def _once(pairs: list[tuple[str, Any]]) -> None:
    names = {name for name, _ in pairs}
    if len(names) < len(pairs):
        [(doubled, _)] = Counter(name for name, _ in pairs).most_common(1)
        raise ValueError(f"the field `{doubled}` is there twice in one object")
