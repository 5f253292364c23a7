"""TVmaze's API, asked for a show with its episodes: two calls, and one more a season for guests.

The show comes with its cast, crew, other titles, pictures and seasons embedded, its episodes with
the specials; guests and an episode's crew are embedded in the lists of seasons alone.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Literal, TypeVar

import msgspec

from bot.errors import SeveralShows, Unreachable, Unreadable
from bot.loaders import tvmaze
from bot.loaders.rejects import Rejects
from bot.loaders.tvmaze_shapes import Json, Result, Show
from bot.loaders.web import PATIENT, Candidate, Patience, Service
from bot.model import Episode, Series

CALLS, SECONDS = 20, 10
"""TVmaze's own figure: what it allows each address at least. It needs no key."""
MOST_CANDIDATES = 25
OF_SHOW = ("cast", "crew", "akas", "images", "seasons")
OF_EPISODE = ("guestcast", "guestcrew")

T = TypeVar("T")
Since = Literal["day", "week", "month"]

_ID = re.compile(r"(?:tvmaze:)?(\d{1,15})")
_PAGE = re.compile(r"(?:https?://)?(?:www\.|api\.)?tvmaze\.com/shows/(\d{1,15})(?!\d).*")
_IMDB = re.compile(
    r"(?:imdb:|(?:https?://)?(?:www\.|m\.)?imdb\.com/(?:[a-z-]+/)?title/)?(tt\d{7,10})(?:[/?#].*)?"
)
_TVDB = re.compile(r"tvdb:(\d{1,15})")
_DATED = re.compile(r"(.*\S)\s*[\s(]((?:19|20)\d\d)\)?")


@asynccontextmanager
async def opened(
    base_url: str, cache: Path | None = None, *, patience: Patience = PATIENT
) -> AsyncIterator[Service]:
    """Open TVmaze; answers are kept in the folder `cache` for an hour."""
    async with Service.opened(
        tvmaze.SOURCE, base_url, calls=CALLS, seconds=SECONDS, cache=cache, patience=patience
    ) as service:
        yield service


async def fetch(
    service: Service, what: str, rejects: Rejects, *, guests: bool = True
) -> list[Series | Episode]:
    """Fetch a show with all its episodes; without `guests` their cast and crew are left out.

    `what` is an id of TVmaze (82, tvmaze:82, the address of its page), of IMDb (tt0944947), of
    TheTVDB (tvdb:121361), or a name, to which a year may be added. Raises SeveralShows when several
    shows have that name or when none has and TVmaze picks none, Unreadable when there is no such
    show, and Unreachable.
    """
    path = f"shows/{await _number(service, what.strip())}"
    show = await _asked(service, f"{path}?{_embed(OF_SHOW)}")
    if not isinstance(show, dict):
        raise _missing(what)
    embedded = await _complete(service, show, path, OF_SHOW)
    episodes = await _asked(service, f"{path}/episodes", specials=1)
    embedded["episodes"] = [] if episodes is None else episodes
    if guests:
        for row in await _seasons(service, embedded.get("seasons"), episodes):
            await _complete(service, row, f"episodes/{row['id']}", OF_EPISODE)
    # Reading a show of thousands of episodes would hold up everybody else on the loop.
    return await asyncio.to_thread(tvmaze.read, show, path, rejects)


async def search(service: Service, words: str) -> tuple[Candidate, ...]:
    """Give the shows that TVmaze offers for words, at most 25; raises Unreachable, Unreadable."""
    if not words.strip():
        return ()
    return tuple(_candidate(show) for show in await _results(service, words.strip()))


async def updated(service: Service, since: Since) -> dict[int, int]:
    """Give the shows that changed in the last day, week or month: ids and when, in Unix time.

    TVmaze counts a change of an episode, a season or a credit as one of the show.
    """
    path = "updates/shows"
    return _shaped(await _asked(service, path, since=since) or {}, dict[int, int], path)


async def _seasons(service: Service, seasons: object, episodes: object) -> list[Json]:
    """Embed guests in the episodes, a call a season; gives the episodes that can have some."""
    guests: dict[int, Json] = {}
    for season in _identified(seasons):
        answer = await _asked(service, f"seasons/{season['id']}/episodes?{_embed(OF_EPISODE)}")
        guests |= {row["id"]: row.get("_embedded") or {} for row in _identified(answer)}
    rows = _identified(episodes)
    for row in rows:
        row["_embedded"] = guests.get(row["id"], {})
    return rows


async def _complete(service: Service, thing: Json, path: str, names: Iterable[str]) -> Json:
    """Ask for what is not embedded although it was asked for; gives all that is."""
    if not isinstance(thing.get("_embedded"), dict):
        thing["_embedded"] = {}
    embedded: Json = thing["_embedded"]
    for name in names:
        if name not in embedded and (rows := await _asked(service, f"{path}/{name}")) is not None:
            embedded[name] = rows
    return embedded


async def _number(service: Service, what: str) -> int:
    """Find TVmaze's own id of a show."""
    if found := _ID.fullmatch(what) or _PAGE.fullmatch(what):
        return int(found[1])
    if found := _IMDB.fullmatch(what):
        show = await _looked_up(service, "lookup/shows", imdb=found[1])
    elif found := _TVDB.fullmatch(what):
        show = await _looked_up(service, "lookup/shows", thetvdb=found[1])
    else:
        return await _named(service, what)
    if show is None:
        raise _missing(what)
    return show.id


async def _named(service: Service, name: str) -> int:
    """Find the one show of this name, or the only one that TVmaze picks for it."""
    offered = await _results(service, name) if name else []
    shows = [show for show in offered if _same(show.name) == _same(name)]
    if not shows and (dated := _DATED.fullmatch(name)):
        named = await _results(service, dated[1])
        shows = [show for show in named if _same(show.name) == _same(dated[1])]
        shows = [show for show in shows if _year(show) == int(dated[2])]
    if not shows and offered:
        picked = await _looked_up(service, "singlesearch/shows", q=name)
        called = _same(picked.name) if picked else ""
        shows = [show for show in offered if not picked or _same(show.name) == called]
        shows = shows or ([picked] if picked else [])
    if not shows:
        raise _missing(name)
    if len({show.id for show in shows}) > 1:
        raise SeveralShows(name, tuple(_candidate(show)[:3] for show in shows))
    return shows[0].id


async def _results(service: Service, words: str) -> list[Show]:
    path = "search/shows"
    answer = await _asked(service, path, q=words)
    if answer is None:
        reason = "there is no search; check its address in the settings"
        raise Unreachable(tvmaze.SOURCE, reason, 404)
    return [row.show for row in _shaped(answer, list[Result], path)[:MOST_CANDIDATES]]


async def _looked_up(service: Service, path: str, **query: str) -> Show | None:
    answer = await _asked(service, path, **query)
    return None if answer is None else _shaped(answer, Show, path)


async def _asked(service: Service, path: str, **query: str | int) -> Any:  # noqa: ANN401 - JSON
    """Give a decoded answer, None for a 404."""
    content = await service.get(path, **query)
    return None if content is None else tvmaze.decoded(content, path.partition("?")[0])


def _shaped(answer: object, shape: type[T], file: str) -> T:
    try:
        return msgspec.convert(answer, shape, str_keys=True)
    except (msgspec.ValidationError, OverflowError) as error:
        reason, _, place = str(error).partition(" - at ")
        raise Unreadable(file, place.strip("`") or "$", reason) from error


def _identified(rows: object) -> list[Json]:
    """Give the rows with an id; those without are rejected where the whole is read."""
    every = rows if isinstance(rows, list) else []
    return [row for row in every if isinstance(row, dict) and type(row.get("id")) is int]


def _embed(names: Iterable[str]) -> str:
    return "&".join(f"embed[]={name}" for name in names)


def _candidate(show: Show) -> Candidate:
    network = show.networks[0].name if show.networks else ""
    note = ", ".join(filter(None, (network, show.country)))
    return Candidate(show.id, show.name, _year(show), note)


def _year(show: Show) -> int | None:
    year = (show.premiered or "")[:4]
    return int(year) if year.isdecimal() else None


def _same(name: str) -> str:
    return " ".join(name.casefold().split())


def _missing(what: str) -> Unreadable:
    return Unreadable(what, tvmaze.SOURCE, "there is no such show")
