"""A series and its seasons as pages."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from bot.errors import Gone, NoSeason
from bot.model import Heading
from bot.page import LISTED, Listed, Season, SeasonPage, SeriesPage, Viewer
from bot.store import airing, members, reviews, tallies, tops
from bot.store.catalogue import EPISODE, SERIES, headings, read_series
from bot.store.connection import Database
from bot.store.pages import NOBODY

LOOKED, BEGINNING = 500, 30
"""Episodes of a season of whose ratings the mean is taken, and among which the earliest is looked
for: they are not shown in the order of their numbers, and a daily series has thousands."""
# What is known to a year or a month comes behind the days in it.
_EARLIEST = "replace(min(date || substr('-99-99', length(date) - 3)), '-99', '')"


def _series(db: Database, thing: int) -> Heading:
    row = db.execute(f"{SERIES} WHERE id = :thing", {"thing": thing}).fetchone()
    if row is None:
        raise Gone(thing)
    return Heading(*row)


def page(db: Database, thing: int, now: datetime, viewer: Viewer) -> SeriesPage:
    """Read one series' page as it is at a moment; raises Gone."""
    head = _series(db, thing)
    places = _first(db, thing), *airing.last_and_next(db, thing, now)
    found = {one.id: one for one in headings(db, [one for one in places if one is not None])}
    first, latest, after = (found.get(one or 0) for one in places)
    count, best = reviews.best(db, thing, viewer.server)
    return SeriesPage(
        head,
        read_series(db, thing),
        seasons(db, thing),
        first,
        latest,
        after,
        tallies.score(db, thing, viewer),
        members.known(db, viewer),
        reviews=count,
        best=best,
    )


def seasons(db: Database, series: int) -> tuple[Season, ...]:
    """Give a series' seasons in their order, then its specials, then what has no season.

    The date of each is the earliest; in a series of very many episodes that of the first one.
    """
    sql = "SELECT count(*) FROM (SELECT 1 FROM episode WHERE series = :series LIMIT :most) AS some"
    (count,) = db.execute(sql, {"series": series, "most": LOOKED}).fetchone()
    few = count < LOOKED
    sql = f"""
        SELECT season, count(*), (
            SELECT {_EARLIEST if few else "date"} FROM (
                SELECT date FROM episode AS one
                WHERE one.series = :series AND one.season = episode.season
                ORDER BY one.number, one.id LIMIT :beginning
            ) AS beginning
        )
        FROM episode WHERE series = :series GROUP BY season
        ORDER BY season IS NULL, season = 0, season
    """  # noqa: S608 - words of our own
    key = {"series": series, "beginning": BEGINNING if few else 1}
    return tuple(Season(*row) for row in db.execute(sql, key))


def _one(db: Database, sql: str, key: dict[str, object]) -> int | None:
    row = db.execute(sql, key).fetchone()
    return int(row[0]) if row else None


def _first(db: Database, series: int) -> int | None:
    sql = """
        SELECT id FROM episode WHERE series = :series AND season > 0
        ORDER BY season, number, id LIMIT 1
    """
    shown = """
        SELECT id FROM episode WHERE series = :series AND length(date) = 10
        ORDER BY date, id LIMIT 1
    """
    key: dict[str, object] = {"series": series}
    return _one(db, sql, key) or _one(db, shown, key)


class _Beside(NamedTuple):
    """What stands beside a season: the nearest ones, the last one, and whether there are others."""

    before: int | None
    after: int | None
    last: int | None
    specials: int
    unnumbered: int

    @property
    def tail(self) -> list[int | None]:
        """Give what stands behind the last season, in its order."""
        return [*[0] * self.specials, *[None] * self.unnumbered]

    def of(self, number: int | None) -> tuple[list[int | None], list[int | None]]:
        """Give what stands before a season and behind it, each one at most."""
        if number:
            after: list[int | None] = [self.after] if self.after else self.tail[:1]
            return [self.before] if self.before else [], after
        at = self.tail.index(number)
        before = self.tail[:at] or ([self.last] if self.last else [])
        return before[-1:], self.tail[at + 1 :][:1]


def _beside(db: Database, series: int, number: int | None) -> _Beside:
    """Look around from a season: a look-up each, however many episodes there are."""
    inside = "FROM episode WHERE series = :series AND season"
    sql = f"""
        SELECT (SELECT max(season) {inside} > 0 AND season < :season),
            (SELECT min(season) {inside} > :season),
            (SELECT max(season) {inside} > 0),
            EXISTS (SELECT 1 {inside} = 0), EXISTS (SELECT 1 {inside} IS NULL)
    """
    return _Beside(*db.execute(sql, {"series": series, "season": number}).fetchone())


def _season(db: Database, series: int, number: int | None) -> Season:
    sql = f"""
        SELECT count(*), (
            SELECT {_EARLIEST} FROM (
                SELECT date FROM episode WHERE series = :series AND season = :season
                ORDER BY number, id LIMIT :beginning
            ) AS beginning
        )
        FROM episode WHERE series = :series AND season IS :season
    """  # noqa: S608 - words of our own
    key = {"series": series, "season": number, "beginning": BEGINNING}
    return Season(number, *db.execute(sql, key).fetchone())


def season_page(
    db: Database, series: int, number: int | None, at: int = 0, viewer: Viewer = NOBODY
) -> SeasonPage:
    """Read one page of a season, the last one instead of one behind it, as a viewer sees ratings.

    `number` 0 are the specials, None is what has no season. Raises Gone, or NoSeason with what
    there is instead.
    """
    head, season = _series(db, series), _season(db, series, number)
    if not season.episodes:
        raise NoSeason(head, number, tuple(one.number for one in seasons(db, series)))
    at = min(at, max(0, season.episodes - 1) // LISTED)
    mean, rated = _mean(db, series, number)
    before, behind = _beside(db, series, number).of(number)
    return SeasonPage(
        head,
        season,
        _with_members(db, [*_listed(db, series, season, at)], viewer),
        at,
        mean,
        rated,
        looked=min(season.episodes, LOOKED),
        previous=next((_season(db, series, one) for one in before), None),
        next=next((_season(db, series, one) for one in behind), None),
    )


def latest_season(db: Database, series: int) -> int | None:
    """Give the number of a series' last season; where it has none, of its specials.

    Raises Gone, or NoSeason where there are no episodes.
    """
    head, there = _series(db, series), _beside(db, series, None)
    if there.last is None and not there.tail:
        raise NoSeason(head, None, ())
    return there.last or there.tail[0]


# A packed thing's rating begins what is packed, and is the number as which that is read.
_RATING = """
    coalesce(shown_rating.value, nullif(CAST(CAST(episode.packed AS TEXT) AS REAL), 0))
"""
_RATED = "LEFT JOIN shown_rating ON shown_rating.thing = episode.id"
_INSIDE = "episode.series = :series AND episode.season IS :season"


def _listed(db: Database, series: int, season: Season, at: int) -> Iterator[Listed]:
    """Give episodes by their numbers, without one by their dates; many as they were numbered."""
    order = "episode.number, episode.id"
    if season.episodes <= LOOKED:
        order = "episode.number IS NULL, episode.number, episode.date, episode.id"
    sql = f"""
        {EPISODE.replace("FROM episode", f", {_RATING} FROM episode")} {_RATED}
        WHERE {_INSIDE} ORDER BY {order} LIMIT :limit OFFSET :offset
    """
    key = {"series": series, "season": season.number, "limit": LISTED, "offset": at * LISTED}
    for *head, rating in db.execute(sql, key):
        yield Listed(Heading(*head), rating)


def _with_members(db: Database, listed: list[Listed], viewer: Viewer) -> tuple[Listed, ...]:
    scores = tops.scores(db, [one.heading.id for one in listed], viewer)
    return tuple(one._replace(members=scores.get(one.heading.id)) for one in listed)


def _mean(db: Database, series: int, number: int | None) -> tuple[float | None, int]:
    sql = f"""
        SELECT avg(rating), count(rating) FROM (
            SELECT {_RATING} AS rating FROM episode {_RATED}
            WHERE {_INSIDE} ORDER BY episode.number, episode.id LIMIT :limit
        )
    """  # noqa: S608 - words of our own
    key = {"series": series, "season": number, "limit": LOOKED}
    mean, rated = db.execute(sql, key).fetchone()
    return mean, int(rated)
