"""What waits in the store's folder until an operator says yes: tellings that were read and tried.

Each lies in a file of its own, so that the buttons under its preview work after a restart: a line
that says what it is, then the tellings in our own format. Who takes it renames it, so that of
several who press at once one gets it.
"""

import time
from collections.abc import Iterable
from pathlib import Path

import msgspec

from bot.loaders.rejects import Reject, Rejects
from bot.model import Episode, Series
from bot.report import Order

FOLDER = "uploads"
DAY = 24 * 3600.0
"""Seconds after which what nobody took is removed, at the next start."""
_WAITING, _TAKEN, _PART = ".jsonl", ".taken", ".part"


class Upload(msgspec.Struct, frozen=True):
    """What is to be loaded: its name for people, how it is to be loaded, and what was rejected."""

    name: str
    order: Order
    rejected: int = 0
    rows: int = 0
    kept: tuple[Reject, ...] = ()

    @property
    def rejects(self) -> Rejects:
        """Give what was rejected when it was read."""
        rejects = Rejects()
        rejects.count, rejects.rows, rejects.kept = self.rejected, self.rows, list(self.kept)
        return rejects


_HEAD = msgspec.json.Decoder(Upload)
_TELLING = msgspec.json.Decoder(Series | Episode)


def keep(folder: Path, token: str, upload: Upload, tellings: Iterable[Series | Episode]) -> None:
    """Keep what waits under a token; it is whole or not there."""
    part = _path(folder, token, _PART)
    part.parent.mkdir(parents=True, exist_ok=True)
    try:
        with part.open("wb") as file:
            file.write(msgspec.json.encode(upload) + b"\n")
            file.writelines(msgspec.json.encode(telling) + b"\n" for telling in tellings)
        part.replace(_path(folder, token, _WAITING))
    finally:
        part.unlink(missing_ok=True)


def take(folder: Path, token: str) -> Upload | None:
    """Take what waits, for the one who gets it; None when it was taken before or is not there."""
    taken = _path(folder, token, _TAKEN)
    try:
        _path(folder, token, _WAITING).rename(taken)
    except FileNotFoundError:
        return None
    with taken.open("rb") as file:
        return _HEAD.decode(file.readline())


def give_back(folder: Path, token: str) -> None:
    """Let it wait again, for who could not load it now."""
    _path(folder, token, _TAKEN).rename(_path(folder, token, _WAITING))


def tellings_of(folder: Path, token: str) -> list[Series | Episode]:
    """Give the tellings of what was taken."""
    with _path(folder, token, _TAKEN).open("rb") as file:
        file.readline()
        return [_TELLING.decode(line) for line in file]


def drop(folder: Path, token: str) -> None:
    """Remove what waits or was taken."""
    for end in (_WAITING, _TAKEN):
        _path(folder, token, end).unlink(missing_ok=True)


def tidy(folder: Path) -> None:
    """Remove what nobody took for a day, and what a bot that ended had taken; only at a start."""
    oldest = time.time() - DAY
    for path in (folder / FOLDER).glob("*"):
        if path.suffix in {_TAKEN, _PART} or path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)


def _path(folder: Path, token: str, end: str) -> Path:
    return folder / FOLDER / f"{token}{end}"
