"""Our own format: one JSON object a line, each a telling (data/starter/FORMAT.md)."""

from pathlib import Path

import msgspec

from bot.errors import Unreadable
from bot.model import Episode, Series

_decoder = msgspec.json.Decoder(Series | Episode)


def read_lines(content: bytes, file: str) -> list[Series | Episode]:
    """Read the tellings of one file; blank lines are skipped.

    Raises Unreadable with the line and, inside it, the field that is wrong.
    """
    tellings = []
    for number, line in enumerate(content.removeprefix(b"\xef\xbb\xbf").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            tellings.append(_decoder.decode(line))
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            raise Unreadable(file, f"line {number}", str(error)) from error
    if not tellings:
        raise Unreadable(file, "line 1", "there is nothing in it")
    return tellings


def read_file(path: Path) -> list[Series | Episode]:
    """Read the tellings of a file; raises Unreadable."""
    return read_lines(content_of(path), path.name)


def content_of(path: Path) -> bytes:
    """Read a file's bytes; raises Unreadable when it can't be opened."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise Unreadable(str(path), "the file itself", error.strerror or str(error)) from error
