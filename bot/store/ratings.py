"""How episodes of a series are rated: those of one source, read without the rest of their pages."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import msgspec

from bot.errors import Gone
from bot.model import Rating, trust
from bot.packed import SOURCE, measured
from bot.ratings import SPECIALS, Rated, RatedSeries, Ratings
from bot.store.catalogue import heading
from bot.store.connection import Database

_EPISODES = """
    SELECT episode.id, episode.season, episode.number, episode.popularity, episode.packed,
        telling.told_by, telling.body
    FROM episode LEFT JOIN telling ON telling.thing = episode.id
    WHERE episode.series = :series
"""
Place = tuple[int, int]


class _Told(msgspec.Struct, frozen=True):
    """All that is decoded of a telling."""

    ratings: tuple[Rating, ...] = ()


_TOLD = msgspec.json.Decoder(_Told)


def of_series(db: Database, series: int) -> RatedSeries:
    """Read the ratings of all episodes of a series; raises Gone."""
    return _read(db, series, db.execute(_EPISODES, {"series": series}))


def of_season(db: Database, series: int, season: int) -> RatedSeries:
    """Read the ratings of one season, which may have none or no episodes; raises Gone."""
    sql = f"{_EPISODES} AND episode.season = :season"
    return _read(db, series, db.execute(sql, {"series": series, "season": season}))


def _read(db: Database, series: int, rows: Iterable[tuple[Any, ...]]) -> RatedSeries:
    head = heading(db, series)
    if head.kind != "series":
        raise Gone(series)
    sql = "SELECT DISTINCT season FROM episode WHERE series = :series AND season IS NOT NULL"
    found = (row[0] for row in db.execute(sql, {"series": series}))
    seasons = sorted(found, key=lambda season: (season == SPECIALS, season))
    return RatedSeries(head, tuple(seasons), _one_source(rows))


def _one_source(rows: Iterable[tuple[Any, ...]]) -> Ratings:
    """Choose the source that rates most of the episodes, of several the most trusted one."""
    places: dict[Place, None] = {}
    unplaced: set[int] = set()
    found: defaultdict[str, dict[Place, tuple[int, Rated]]] = defaultdict(dict)
    for episode, season, number, *told in rows:
        if season is None or number is None:
            unplaced.add(episode)
            continue
        place = season, number
        places[place] = None
        for rank, source, rating in _ratings(*told):
            known = found[source].get(place)
            if known is None or rank < known[0]:
                found[source][place] = rank, Rated(*place, rating.value, rating.votes)
    chosen = min(found, key=lambda one: (-len(found[one]), trust(one), one)) if found else None
    rated = {place: one for place, (_, one) in found[chosen].items()} if chosen else {}
    ordered = [rated.get(place) or Rated(*place) for place in sorted(places)]
    specials = [one for one in ordered if one.season == SPECIALS]
    return Ratings(chosen, (*ordered[len(specials) :], *specials), len(unplaced))


def _ratings(
    votes: int, packed: bytes | None, told_by: str | None, body: str | None
) -> list[tuple[int, str, Rating]]:
    """Give every rating that is told: how much its teller is trusted, and its source."""
    if body is not None and told_by is not None:
        rank, told = trust(told_by), _TOLD.decode(body).ratings
        return [(rank, one.source or told_by, one) for one in told]
    value = measured(packed).rating if packed else None
    if value is None:
        return []
    return [(trust(SOURCE), SOURCE, Rating(value=value, votes=votes))]
