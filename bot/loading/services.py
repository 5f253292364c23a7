"""Services that tell of shows by their APIs: which there are, and what is asked of them.

Apart from files (bot.loading.sources), as a shell that loads files needs nothing of the web.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from bot.errors import BadSettings
from bot.loaders import tmdb_api, tvmaze, tvmaze_api
from bot.loaders.rejects import Rejects
from bot.loaders.web import Candidate, Service
from bot.loading.sources import ServiceName, Tellings
from bot.settings import EXPECTED, Settings
from bot.store import Store, catalogue


class Services(NamedTuple):
    """The services that can be asked, as the settings have them; `cache` keeps their answers.

    `local` lets pictures come from inside of the operator's own network, too.
    """

    tvmaze: str
    tmdb: str
    token: str | None
    cache: Path
    local: bool = False

    @classmethod
    def of(cls, settings: Settings) -> "Services":
        """Take them out of the settings."""
        token = settings.tmdb_token.get_secret_value() if settings.tmdb_token else None
        cache, local = settings.data / "cache", settings.local_pictures
        return cls(settings.tvmaze_url, settings.tmdb_url, token, cache, local)

    @asynccontextmanager
    async def opened(self, place: ServiceName) -> AsyncIterator[Service]:
        """Open a service; raises BadSettings where its token is missing."""
        if place == tvmaze.SOURCE:
            async with tvmaze_api.opened(self.tvmaze, self.cache) as service:
                yield service
        elif self.token is None:
            raise BadSettings((("TMDB_TOKEN", f"{EXPECTED['TMDB_TOKEN']}; it is missing"),))
        else:
            async with tmdb_api.opened(self.tmdb, self.token, self.cache) as service:
                yield service


async def fetch(
    services: Services, place: ServiceName, wanted: Sequence[str], rejects: Rejects
) -> Tellings:
    """Fetch shows by name or id, one after the other; raises what the place's `fetch` raises."""
    async with services.opened(place) as service:
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
    services: Services, store: Store, since: tvmaze_api.Since, rejects: Rejects
) -> Tellings:
    """Fetch again the shows of the store that TVmaze has changed since; it alone tells which."""
    known = set(await store.read(catalogue.ids_told_by, tvmaze.SOURCE, "tvmaze"))
    async with services.opened("TVmaze") as service:
        changed = known & set(await tvmaze_api.updated(service, since))
    return await fetch(services, "TVmaze", [str(show) for show in sorted(changed)], rejects)
