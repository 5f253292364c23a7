"""Tellings out of files that people have."""

from collections.abc import Callable, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Literal

from bot.errors import Unreadable
from bot.loaders import nfo, tables, tvmaze
from bot.loaders.files import inflated
from bot.loaders.rejects import Rejects
from bot.model import Episode, Series

ServiceName = Literal["TVmaze", "TMDB"]
"""A service that tells of shows: bot.loading.services asks it."""
Tellings = list[Series | Episode]
ReadFile = Callable[[bytes, str, Rejects], Tellings]
ATTACHED = 32 << 20
"""Bytes that an attachment may have once it is gunzipped."""
ANSWERED = 4 << 20
"""Bytes of an attached answer: it is decoded in one go, in which nobody else is answered. 5,000
episodes have as many.
"""


def read_files(paths: Sequence[Path], rejects: Rejects, read: ReadFile) -> Tellings:
    """Read files one after the other."""
    return [
        telling for path in paths for telling in read(tables.content_of(path), path.name, rejects)
    ]


def read_attached(content: bytes, file: str, rejects: Rejects) -> tuple[str, Tellings]:
    """Read whatever somebody attached; gives its source, too.

    A table (JSON lines, CSV), an .nfo, an answer of TVmaze's API, or a .gz of one of them. What it
    is is told by its content. Raises Unreadable.
    """
    content = inflated(content, file, ATTACHED)
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()
    if file.lower().removesuffix(".gz").endswith(".nfo"):
        return nfo.SOURCE, nfo.read_nfo(content, file, rejects)
    if start[:1] == b"[" or (start[:1] == b"{" and b'"record"' not in start.split(b"\n", 1)[0]):
        if len(content) > ANSWERED:
            why = f"an answer may have {ANSWERED:,} bytes here; `coldopen load tvmaze` takes more"
            raise Unreadable(file, f"byte {ANSWERED}", why)
        return tvmaze.SOURCE, tvmaze.read_answer(content, file, rejects)
    if not start:
        raise Unreadable(file, "byte 0", "there is nothing in it")
    return "table", tables.read_table(content, file, rejects)


def version_of(*contents: bytes) -> str:
    """Give a version of what is loaded for the list of loads: a digest of its bytes."""
    digest = blake2b(digest_size=8)
    for content in contents:
        digest.update(content)
    return digest.hexdigest()
