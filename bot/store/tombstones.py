"""Who went, for backups that are older: erased.log beside the databases, keyed hashes of ids.

A line each: a number, the moment, what became of their reviews, and the hash. It is on the disk
before what it tells of is done. The key stands in erased.key; without it no line tells of anybody.
A line "void" takes back what could not be done after all.
"""

import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from bot.errors import StoreBusy, StoreMissing, StoreReadOnly
from bot.personal import Choice
from bot.store.durable import settle, settle_names

LOG, KEY = "erased.log", "erased.key"
_VOID = "void"
_CHOICES: tuple[Choice, ...] = ("erased", "anonymised")


class Tombstone(NamedTuple):
    """A line of the file."""

    number: int
    at: str
    choice: str
    hash: str


def read(folder: Path) -> list[Tombstone]:
    """Give what is to be done, in order; a line that a power cut left unfinished tells nothing."""
    told: list[Tombstone] = []
    for line in _lines(folder):
        if line.choice in _CHOICES:
            told.append(line)
        else:
            told = [one for one in told if (one.at, one.hash) != (line.at, line.hash)]
    return told


def note(folder: Path, member: int, at: str, choice: Choice, after: int) -> int:
    """Write that somebody goes, durably; gives the line's number, greater than `after`.

    Raises StoreReadOnly and StoreBusy, and StoreMissing where there are lines and no key.
    """
    numbers = [one.number for one in _lines(folder)]
    number, key = max([after, *numbers]) + 1, _key(folder, make=not numbers)
    _append(folder, Tombstone(number, at, choice, _hash(key, member)))
    return number


def take_back(folder: Path, member: int, at: str) -> None:
    """Write that somebody's going at that moment was not done after all, if it was to be."""
    noted = read(folder)
    digest = _hash(_key(folder, make=False), member) if noted else ""
    if any((one.at, one.hash) == (at, digest) for one in noted):
        _append(folder, Tombstone(0, at, _VOID, digest))


def among(folder: Path, members: Iterable[int]) -> dict[str, int]:
    """Give the members by their hashes; raises StoreMissing where the key is lost."""
    key = _key(folder, make=False)
    return {_hash(key, member): member for member in members}


def _lines(folder: Path) -> Iterator[Tombstone]:
    try:
        content = (folder / LOG).read_text("ascii", errors="replace")
    except FileNotFoundError:
        return
    except OSError as error:
        raise _refused(folder / LOG, error) from error
    for line in content.splitlines(keepends=True):
        words = line.split()
        if line.endswith("\n") and len(words) == len(Tombstone._fields) and words[0].isdecimal():
            yield Tombstone(int(words[0]), *words[1:])


def _append(folder: Path, line: Tombstone) -> None:
    path = folder / LOG
    try:
        fresh = not path.exists()
        with path.open("ab+") as file:
            start = file.seek(0, os.SEEK_END)
            file.seek(max(start - 1, 0))
            torn = b"\n" if file.read(1) not in {b"", b"\n"} else b""
            file.write(torn + " ".join(map(str, line)).encode("ascii") + b"\n")
            file.flush()
            os.fsync(file.fileno())
        if fresh:
            settle_names(folder)
    except OSError as error:
        raise _refused(path, error) from error


def _key(folder: Path, *, make: bool) -> bytes:
    path = folder / KEY
    with suppress(FileNotFoundError):
        return path.read_bytes()
    if not make:
        raise StoreMissing(path, LOG)
    key, part = secrets.token_bytes(32), path.with_suffix(".part")
    try:
        part.unlink(missing_ok=True)
        number = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(number, "wb") as file:
            file.write(key)
        settle(part, path)
    except OSError as error:
        raise _refused(path, error) from error
    return key


def _hash(key: bytes, member: int) -> str:
    return blake2b(str(member).encode(), key=key, digest_size=16).hexdigest()


def _refused(path: Path, error: OSError) -> Exception:
    kind = StoreReadOnly if isinstance(error, PermissionError) else StoreBusy
    return kind(path, error.strerror or str(error))
