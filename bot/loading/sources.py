"""Where tellings come from: files that people have, and services by their APIs."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import Literal, NamedTuple

from bot.errors import BadSettings, Unreadable
from bot.loaders import nfo, tables, tmdb_api, tvmaze, tvmaze_api
from bot.loaders.files import inflated
from bot.loaders.rejects import Rejects
from bot.loaders.web import Candidate, Service
from bot.model import Episode, Series
from bot.settings import EXPECTED, Settings
from bot.store import Store, catalogue

Place = Literal["TVmaze", "TMDB"]
Tellings = list[Series | Episode]
ReadFile = Callable[[bytes, str, Rejects], Tellings]
ATTACHED = 32 << 20
"""Bytes that an attachment may have once it is gunzipped."""


class Places(NamedTuple):
    """The services that can be asked, as the settings have them; `cache` keeps their answers."""

    tvmaze: str
    tmdb: str
    token: str | None
    cache: Path

    @classmethod
    def of(cls, settings: Settings) -> "Places":
        """Take them out of the settings."""
        token = settings.tmdb_token.get_secret_value() if settings.tmdb_token else None
        return cls(settings.tvmaze_url, settings.tmdb_url, token, settings.data / "cache")

    @asynccontextmanager
    async def opened(self, place: Place) -> AsyncIterator[Service]:
        """Open a service; raises BadSettings where its token is missing."""
        if place == tvmaze.SOURCE:
            async with tvmaze_api.opened(self.tvmaze, self.cache) as service:
                yield service
        elif self.token is None:
            raise BadSettings((("TMDB_TOKEN", EXPECTED["TMDB_TOKEN"]),))
        else:
            async with tmdb_api.opened(self.tmdb, self.token, self.cache) as service:
                yield service


async def fetch(places: Places, place: Place, wanted: Sequence[str], rejects: Rejects) -> Tellings:
    """Fetch shows by name or id, one after the other; raises what the place's `fetch` raises."""
    async with places.opened(place) as service:
        return [one for what in wanted for one in await fetch_show(service, what, rejects)]


async def fetch_show(service: Service, what: str, rejects: Rejects) -> Tellings:
    """Fetch one show by name or id from a place that is open."""
    if service.name == tvmaze.SOURCE:
        return await tvmaze_api.fetch(service, what, rejects)
    return await tmdb_api.fetch(service, what, rejects, seen=datetime.now(UTC).date())


async def candidates(service: Service, words: str) -> tuple[Candidate, ...]:
    """Give what a place that is open offers for words, at most 25."""
    search = tvmaze_api.search if service.name == tvmaze.SOURCE else tmdb_api.search
    return await search(service, words)


async def refresh(
    places: Places, store: Store, since: tvmaze_api.Since, rejects: Rejects
) -> Tellings:
    """Fetch again the shows of the store that TVmaze has changed since; it alone tells which."""
    known = set(await store.read(catalogue.ids_told_by, tvmaze.SOURCE, "tvmaze"))
    async with places.opened("TVmaze") as service:
        changed = known & set(await tvmaze_api.updated(service, since))
    return await fetch(places, "TVmaze", [str(show) for show in sorted(changed)], rejects)


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
