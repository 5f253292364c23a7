"""Files as they come: plain or gzipped, whole or in chunks, never more than is allowed.

Rows come out of a cut-off .gz before its error does: what reads in chunks publishes nothing until
the last one has been read.
"""

import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from isal import igzip, igzip_lib

from bot.errors import Unreadable

CHUNK = 1 << 19
RATIO = 200
"""How many times its size a .gz may become; dumps become 4 to 10 times theirs, bombs 1,000."""
SLACK = 1 << 20
"""Bytes that even a tiny .gz may become, whatever its ratio."""
LARGEST = 256 << 20
"""Bytes of a file that is read whole."""
LARGEST_DUMP = 64 << 30
"""Bytes of a file that is read in chunks: the largest of IMDb's has 4.3 GB."""
Tell = Callable[[int], None]
"""Is told of bytes that were read."""
_MAGIC = b"\x1f\x8b"
_DAMAGED: tuple[type[Exception], ...] = (
    gzip.BadGzipFile,
    zlib.error,
    igzip_lib.IsalError,  # type: ignore[assignment]  # a class; its stub says an instance
)


def content_of(path: Path) -> bytes:
    """Read a whole file, gunzipped when it is a .gz; raises Unreadable."""
    return b"".join(chunks(path, largest=LARGEST))


def inflated(content: bytes, file: str, largest: int = LARGEST) -> bytes:
    """Gunzip bytes that are gzipped, leave others as they are; raises Unreadable."""
    return b"".join(_read(io.BytesIO(content), file, largest, CHUNK))


def chunks(
    path: Path, *, largest: int = LARGEST_DUMP, size: int = CHUNK, tell: Tell | None = None
) -> Iterator[bytes]:
    """Give a file's bytes in chunks, gunzipped when it is a .gz; raises Unreadable.

    `tell` is told how many bytes of the file itself were read for each.
    """
    try:
        with path.open("rb") as raw:
            read = 0
            for chunk in _read(raw, path.name, largest, size):
                if tell:
                    tell(raw.tell() - read)
                    read = raw.tell()
                yield chunk
    except OSError as error:
        raise Unreadable(str(path), "the file itself", error.strerror or str(error)) from error


def _read(raw: BinaryIO, file: str, largest: int, size: int) -> Iterator[bytes]:
    gzipped = raw.read(2) == _MAGIC
    raw.seek(0)
    source: Any = igzip.GzipFile(fileobj=raw) if gzipped else raw  # type: ignore[no-untyped-call]  # isal leaves it untyped
    total = 0
    try:
        while chunk := source.read(size):
            total += len(chunk)
            if total > largest:
                raise Unreadable(file, f"byte {largest}", f"it is larger than {largest:,} bytes")
            if gzipped and total > SLACK + RATIO * raw.tell():
                raise Unreadable(
                    file, f"byte {raw.tell()}", f"it grows to more than {RATIO} times its size"
                )
            yield chunk
    except EOFError as error:
        raise Unreadable(file, f"byte {raw.tell()}", "its end is missing") from error
    except _DAMAGED as error:
        raise Unreadable(file, f"byte {raw.tell()}", f"damaged gzip: {error}") from error
