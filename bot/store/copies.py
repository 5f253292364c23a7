"""The store's own copies of pictures: files beside the databases, found by their address.

pictures/ab/ab12….jpg is named by a hash of the address, so no table tells of copies and every
generation of the catalogue has them; ab12…-small.jpg is for the corner of a card. A copy has its
name once it is whole and on the disk. Who deletes the folder forgets them all; nothing of that is
noticed but that addresses are shown again. Everything here waits for the disk: it is for threads.
"""

import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from hashlib import blake2b
from itertools import chain, product
from pathlib import Path
from typing import NamedTuple

from bot.errors import StoreBusy, StoreReadOnly
from bot.model import Image, gathered
from bot.pictures import ENDS, KINDS, LARGEST, Kind, Picture, kind_of
from bot.store.catalogue import read_episode, read_series
from bot.store.connection import Database
from bot.store.durable import settle
from bot.store.holder import loading

FOLDER, SMALL, PART = "pictures", "-small", ".part"


class Amount(NamedTuple):
    """How many copies there are, and their bytes."""

    copies: int = 0
    size: int = 0


def addresses(db: Database, things: Iterable[int]) -> list[str]:
    """Give the addresses of all pictures that sources tell of these series and episodes."""
    tellings = (read_series(db, thing) or read_episode(db, thing) for thing in things)
    found = chain.from_iterable(gathered(every, Image) for every in tellings)
    return list(dict.fromkeys(one.url for one in found))


def held(folder: Path, wanted: Iterable[str]) -> dict[str, Kind]:
    """Give those addresses of which there is a copy that is whole, with what it is."""
    found = ((address, _kind(folder, address)) for address in wanted)
    return {address: kind for address, kind in found if kind}


def copy_of(folder: Path, address: str, *, small: bool = False) -> Picture | None:
    """Give the copy of a picture, None where there is none, or a broken one.

    The `small` one is the whole one where that is small enough.
    """
    stem = _stem(folder, address)
    for variant, kind in product([SMALL, ""] if small else [""], KINDS):
        # Most are not there, which this finds out with one call of the system for each.
        with suppress(OSError), open(f"{stem}{variant}.{kind}", "rb", 0) as file:  # noqa: PTH123
            size = os.fstat(file.fileno()).st_size
            content = file.read(size) if size <= LARGEST else b""
            if kind_of(content[:ENDS], content[-ENDS:], len(content)) == kind:
                return Picture(kind, content)
    return None


def put(folder: Path, address: str, whole: Picture, small: Picture | None = None) -> None:
    """Keep a copy, durably, in place of a broken one; raises StoreReadOnly and StoreBusy.

    There is a copy once there is the whole one, which is written last.
    """
    for picture, variant in ((small, SMALL), (whole, "")):
        kept = picture and _path(folder, address, picture.kind, variant)
        try:
            if picture and kept:
                _write(kept, picture.content)
            for kind in KINDS:
                if (other := _path(folder, address, kind, variant)) != kept:
                    other.unlink(missing_ok=True)
        except OSError as error:
            refused = isinstance(error, PermissionError)
            raise (StoreReadOnly if refused else StoreBusy)(
                folder / FOLDER, str(error.strerror)
            ) from error


@contextmanager
def copying(folder: Path, who: str) -> Iterator[None]:
    """Be the one who copies pictures while the block runs; raises LoadHeld, which says who is.

    What somebody left who was killed is removed. Nobody who loads the databases is hindered.
    """
    pictures = folder / FOLDER
    with loading(pictures, f"pictures, {who}"):
        for part in pictures.glob(f"??/*{PART}"):
            part.unlink(missing_ok=True)
        yield


def amount(folder: Path) -> Amount:
    """Count the copies and their bytes."""
    copies = size = 0
    for path in (folder / FOLDER).glob("??/*"):
        if path.suffix[1:] in KINDS:
            with suppress(FileNotFoundError):  # deleted a moment ago
                size += path.stat().st_size
                copies += not path.stem.endswith(SMALL)
    return Amount(copies, size)


def _path(folder: Path, address: str, kind: str, variant: str = "") -> Path:
    return Path(f"{_stem(folder, address)}{variant}.{kind}")


def _stem(folder: Path, address: str) -> str:
    """Give what the names of a copy's files begin with."""
    name = blake2b(address.encode(errors="surrogatepass"), digest_size=20).hexdigest()
    return os.path.join(folder, FOLDER, name[:2], name)  # noqa: PTH118


def _write(path: Path, content: bytes) -> None:
    """Write a file that has its name once it is whole and on the disk."""
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}{PART}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("xb") as file:
            file.write(content)
        settle(part, path)
    except OSError:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise


def _kind(folder: Path, address: str) -> Kind | None:
    """Tell what the copy of an address is, of which only the beginning and the end are read."""
    for kind in KINDS:
        with suppress(OSError), _path(folder, address, kind).open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            start = file.read(ENDS)
            file.seek(-min(ENDS, size), os.SEEK_END)
            if size <= LARGEST and kind_of(start, file.read(), size) == kind:
                return kind
    return None
