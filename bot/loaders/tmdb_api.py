"""TMDB's API, version 3, asked for a series with its episodes: two calls for most of them.

The series comes with everything that can be appended to it, then its seasons by twenties, each with
its episodes, their crew and guest stars. No episode is asked for by itself, so translations and
other places' ids of episodes are only in answers that were saved.
"""

import re
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from bot.errors import SeveralShows, Unreachable, Unreadable
from bot.loaders import tmdb
from bot.loaders import tmdb_shapes as shapes
from bot.loaders.rejects import Rejects
from bot.loaders.tmdb_shapes import Reading
from bot.loaders.web import PATIENT, Candidate, Patience, Service
from bot.model import Episode, Series

S = TypeVar("S", bound=msgspec.Struct)

CALLS_A_SECOND = 40
"""TMDB's own figure since it ended the limit of 40 in ten seconds (December 2019)."""
APPENDED = 20
"""How many answers TMDB appends to another one."""
MOST_CANDIDATES = 25
PARTS = (
    "external_ids,alternative_titles,translations,content_ratings,images,aggregate_credits,"
    "watch/providers"
)

_ID = re.compile(r"(?:tmdb:)?(\d{1,15})")
_PAGE = re.compile(r"(?:https?://)?(?:www\.)?themoviedb\.org/tv/(\d{1,15})(?!\d).*")
_IMDB = re.compile(
    r"(?:imdb:|(?:https?://)?(?:www\.|m\.)?imdb\.com/(?:[a-z-]+/)?title/)?(tt\d{7,10})(?:[/?#].*)?"
)
_TVDB = re.compile(r"tvdb:(\d{1,15})")


@asynccontextmanager
async def opened(
    base_url: str, token: str, cache: Path | None = None, *, patience: Patience = PATIENT
) -> AsyncIterator[Service]:
    """Open TMDB with a read access token; answers are kept in the folder `cache` for an hour."""
    async with Service.opened(
        tmdb.SOURCE,
        base_url,
        calls=CALLS_A_SECOND,
        seconds=1,
        cache=cache,
        headers={"Authorization": f"Bearer {token}"},
        patience=patience,
    ) as service:
        yield service


async def fetch(
    service: Service, what: str, rejects: Rejects, *, seen: date
) -> list[Series | Episode]:
    """Fetch a series with all its episodes; `seen` is today, for its offers.

    `what` is an id of TMDB (1399, tmdb:1399, the address of its page), of IMDb (tt0944947, also one
    of an episode), of TheTVDB (tvdb:121361), or a name. Raises SeveralShows when a name is the one
    of several series or of none that TMDB offers, Unreadable when there is no such series, and
    Unreachable.
    """
    show = await _number(service, what.strip())
    file = f"tv/{show}"
    answer = await _asked(service, file, append_to_response=PARTS)
    if not isinstance(answer, dict):
        raise _missing(what)
    await _append_seasons(service, answer, Reading(file, rejects))
    return tmdb.read(answer, file, rejects, seen=seen)


async def search(service: Service, words: str) -> tuple[Candidate, ...]:
    """Give the series that TMDB offers for words, at most 25; raises Unreachable, Unreadable."""
    if not words.strip():
        return ()
    return tuple(_candidate(row) for row in await _results(service, words.strip()))


async def _append_seasons(service: Service, answer: dict[str, Any], reading: Reading) -> None:
    """Add the seasons to the answer that names them; one that does not come is rejected."""
    seasons = reading.part(answer, shapes.Seasons).seasons
    listed = reading.rows("seasons", seasons, shapes.SeasonRow)
    names = list(dict.fromkeys(f"season/{row.season_number}" for row in listed))
    for first in range(0, len(names), APPENDED):
        some = names[first : first + APPENDED]
        more = await _asked(service, reading.file, append_to_response=",".join(some))
        for name in some:
            if isinstance(more, dict) and name in more:
                answer[name] = more[name]
            else:
                reading.at(name).reject("TMDB lists this season, but does not give it")


async def _number(service: Service, what: str) -> int:
    """Find TMDB's own id of a series."""
    if found := _ID.fullmatch(what) or _PAGE.fullmatch(what):
        return int(found[1])
    if found := _IMDB.fullmatch(what):
        answer = await _found(service, found[1], "imdb_id", what)
        shows = {row.id for row in answer.tv_results}
        shows = shows or {row.show_id for row in answer.tv_episode_results}
    elif found := _TVDB.fullmatch(what):
        # TheTVDB numbers series, seasons and episodes apart: only a series is meant.
        answer = await _found(service, found[1], "tvdb_id", what)
        shows = {row.id for row in answer.tv_results}
    else:
        return await _named(service, what)
    if len(shows) > 1:
        raise SeveralShows(what, _choice(answer.tv_results))
    if not shows:
        raise _missing(what)
    return shows.pop()


async def _found(service: Service, number: str, source: str, what: str) -> shapes.FindAnswer:
    answer = await _asked(service, f"find/{number}", external_source=source)
    if answer is None:
        raise _missing(what)
    return _shaped(answer, shapes.FindAnswer, f"find/{number}")


async def _named(service: Service, name: str) -> int:
    """Find the one series of this name, or the only one that TMDB offers for it."""
    offered = await _results(service, name) if name else ()
    same = [row for row in offered if _same(name) in {_same(row.name), _same(row.original_name)}]
    shows = same or list(offered)
    if not shows:
        raise _missing(name)
    if len(shows) > 1:
        raise SeveralShows(name, _choice(shows))
    return shows[0].id


async def _results(service: Service, words: str) -> tuple[shapes.Found, ...]:
    answer = await _asked(service, "search/tv", query=words)
    if answer is None:
        raise Unreachable(tmdb.SOURCE, "there is no search; check its address in the settings", 404)
    return tuple(_shaped(answer, shapes.SearchAnswer, "search/tv").results[:MOST_CANDIDATES])


async def _asked(service: Service, path: str, **query: str) -> Any:  # noqa: ANN401 - JSON
    """Give a decoded answer, None for a 404."""
    try:
        content = await service.get(path, **query)
    except Unreachable as error:
        if error.status == 401:
            raise Unreachable(tmdb.SOURCE, "it refuses the token in TMDB_TOKEN", 401) from error
        raise
    return None if content is None else tmdb.decoded(content, path)


def _shaped(answer: object, shape: type[S], file: str) -> S:
    try:
        return msgspec.convert(answer, shape)
    except msgspec.ValidationError as error:
        reason, _, place = str(error).partition(" - at ")
        raise Unreadable(file, place.strip("`") or "$", reason) from error


def _candidate(row: shapes.Found) -> Candidate:
    day = row.first_air_date or ""
    year = int(day[:4]) if day[:4].isdecimal() else None
    return Candidate(row.id, row.name, year, ", ".join(row.origin_country))


def _choice(rows: Iterable[shapes.Found]) -> tuple[tuple[int, str, int | None], ...]:
    return tuple(_candidate(row)[:3] for row in rows)


def _same(name: str) -> str:
    return " ".join(name.casefold().split())


def _missing(what: str) -> Unreadable:
    return Unreadable(what, tmdb.SOURCE, "there is no such series")
