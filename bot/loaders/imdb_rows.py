"""The columns of IMDb's dumps side by side: packed rows of the store, in the order of ids."""

from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from bot.loaders.dumps import NULL, Mask, Whole
from bot.loaders.imdb import (
    DATED_TITLE,
    EPISODE_KIND,
    MINI_KIND,
    Places,
    Ratings,
    Titles,
    narrow,
)
from bot.loaders.spool import Spooled
from bot.model import PERSON_IDS, TITLE_IDS
from bot.packed import CROWD, EpisodeRow, SeriesRow, crowd, dated

STEP = 50_000
"""Titles that are taken in hand at a time."""
_RATINGS = [b"\t", *(b"%.1f\t" % (tenths / 10) for tenths in range(1, 101))]
_YEARS = {NULL: None} | {year: str(year) for year in range(1800, 3000)}


class Gaps(NamedTuple):
    """What the dumps refer to and have not: kept all the same where that is possible."""

    series: int
    """Series that only their episodes name; they are made without a title."""
    homeless: int
    """Episodes of which nothing says to which series they belong; they are left out."""


class Told(NamedTuple):
    """What was read: a place a title; extras are packed (other titles, cast, crew)."""

    titles: Titles
    places: Places
    ratings: Ratings
    gaps: Gaps
    extras: list[Spooled]

    def only(self, rows: Mask | slice) -> "Told":
        """Take some of the titles with their places."""
        places = Places._make(column[rows] for column in self.places)
        return self._replace(titles=self.titles.only(rows), places=places)


def placed(told: Titles, places: Places) -> tuple[Places, Gaps]:
    """Give every title's place (parent NULL for series), and what is missing."""
    if not len(places.number):
        places = Places._make(np.full(1, NULL, column.dtype) for column in places)
    at = at_of(places.number, told.number)
    there = at >= 0
    columns = (np.where(there, column[at], column.dtype.type(NULL)) for column in places[1:])
    aligned = Places(told.number, *columns)
    episodes = told.kind == EPISODE_KIND
    parents = np.unique(aligned.parent[episodes & there])
    home = at_of(told.number, parents)
    missing = (home < 0) | (told.kind[home] == EPISODE_KIND)
    return aligned, Gaps(int(missing.sum()), int((episodes & ~there).sum()))


class Newest(NamedTuple):
    """The titles that are kept, the newest first."""

    rank: Whole
    """For each title where it stands among these, -1 where it is left out."""
    number: Whole
    series: Whole
    """The number of its series; a series is its own."""


def newest(told: Told) -> Newest:
    """Put titles in the order in which people's work is told.

    By day ("Episode dated ..." tells it), behind the days of a year what has the year alone, and
    last what has none; of one day or year series by series, the last season and number first.
    """
    titles, places = told.titles, told.places
    episode = titles.kind == EPISODE_KIND
    series = np.where(episode, places.parent, titles.number).astype(np.int64)
    day = _days(titles)  # and behind it the series; of ten million titles each array is large
    day <<= 34
    day += (1 << 34) - 1
    day -= series
    place = (places.season.astype(np.int64) + 1) << 20 | (places.episode.astype(np.int64) + 1)
    # Backwards, so that the larger number comes first where all else is equal.
    order = np.lexsort((place, day))[::-1]
    del place, day
    order = order[(series != NULL)[order]]
    rank = np.full(len(titles.number), NULL, np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    return Newest(rank, titles.number[order], narrow(series[order]))


def _days(titles: Titles) -> Whole:
    """Give a number for each title's year or day, in the order of what `episode_rows` tells."""
    days = (titles.year.astype(np.int64) + 1) << 9
    rows = np.flatnonzero(titles.generic == DATED_TITLE)
    for row, title in zip(rows.tolist(), titles.only(rows).primaries(), strict=True):
        if day := dated(title):
            days[row] = (int(day[:4]) + 1) << 9 | int(day[5:7]) << 5 | int(day[8:])
    return days


def at_of(among: Whole, wanted: Whole) -> Whole:
    """Give where each wanted number stands among sorted ones, -1 where it does not."""
    if not len(among):
        return np.full(len(wanted), -1)
    at: Whole = np.searchsorted(among, wanted)
    np.minimum(at, len(among) - 1, out=at)
    at[among[at] != wanted] = -1
    return at


def title_ids(number: Whole) -> Whole:
    """Give the permanent ids of IMDb's titles."""
    ids: Whole = number.astype(np.int64) + TITLE_IDS
    return ids


def series_rows(every: Told) -> Iterator[SeriesRow]:
    """Give the rows of titles that are all series."""
    told = every.titles
    packed, votes = _packed(every)
    mini = (told.kind == MINI_KIND).tolist()
    return zip(
        title_ids(told.number).tolist(),
        told.primaries(),
        ["mini-series" if one else "series" for one in mini],
        _known(told.year),
        _known(told.end),
        ["unknown" if end is None else "ended" for end in _known(told.end)],
        votes.tolist(),
        packed,
        strict=True,
    )


def episode_rows(every: Told) -> Iterator[EpisodeRow]:
    """Give the rows of titles that are all episodes and have a series."""
    told, places = every.titles, every.places
    packed, votes = _packed(every)
    season, titles = places.season.tolist(), told.primaries()
    dates = [_YEARS[year] for year in told.year.tolist()]
    for at in np.flatnonzero(told.generic == DATED_TITLE).tolist():
        dates[at] = dated(titles[at]) or dates[at]
    return zip(
        title_ids(told.number).tolist(),
        title_ids(places.parent).tolist(),
        _known(places.season),
        _known(places.episode),
        titles,
        ["regular" if one else "special" for one in season],
        dates,
        votes.tolist(),
        packed,
        strict=True,
    )


def crowds(people: Spooled) -> Iterator[tuple[int, bytes]]:
    """Give the rows of people, each of whom is there once."""
    last = np.append(people.key[1:] != people.key[:-1], len(people.key) > 0)
    rows = np.flatnonzero(last)
    for start in range(0, len(rows), STEP - STEP % CROWD):
        some = rows[start : start + STEP - STEP % CROWD]
        ids = (people.key[some] + PERSON_IDS).tolist()
        at = people.at[some]
        names = people.slices(at, at + people.size[some] - 1)
        first = 0
        while first < len(ids):
            behind = min(first + CROWD, bisect_left(ids, ids[first] + 2**32))
            yield crowd(ids[first:behind], names[first:behind])
            first = behind


def _known(column: Whole) -> list[int | None]:
    known = column.astype(object)
    known[column == NULL] = None
    found: list[int | None] = known.tolist()
    return found


def _packed(every: Told) -> tuple[list[bytes], Whole]:
    """Join what is packed of each title, and give the votes beside it."""
    number = every.titles.number
    tenths, votes = rated(every.ratings, number)
    first = [_RATINGS[one] for one in tenths.tolist()]
    more = [extra.each(number) for extra in every.extras]
    return list(map(b"".join, zip(first, every.titles.heads(), *more, strict=True))), votes


def rated(ratings: Ratings, number: Whole) -> tuple[Whole, Whole]:
    """Give tenths and votes of titles, 0 where they have none."""
    if not len(ratings.number):
        return np.zeros_like(number), np.zeros_like(number)
    at = at_of(ratings.number, number)
    return np.where(at >= 0, ratings.tenths[at], 0), np.where(at >= 0, ratings.votes[at], 0)
