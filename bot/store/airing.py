"""What airs on a day, and what of a series came last and comes next.

A day has what a source says of it, which is the date where it was shown, and what has a moment that
falls on that day in UTC. So an evening in New York stands on two days: on its own, and on the next
one, which it is in London by then. Releases in any country count, not only the first ones; dates
known to a month or a year stand on no day.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from bot.happening import Aired, Around, Day
from bot.model import Heading, Release, gathered
from bot.store import catalogue
from bot.store.catalogue import EPISODE
from bot.store.connection import Database

_ON = """
    SELECT thing FROM airing WHERE day = :day AND (country = :country OR :country IS NULL)
    UNION SELECT id FROM episode
    WHERE date = :day AND length(date) = 10 AND packed IS NOT NULL AND :country IS NULL
"""
LATE, OLDER = 100, 50
"""Episodes at the end of a series among which what has no day is looked for, and how many of them
may be over: of a year with more than that nobody can tell where in it the series is."""


def days(releases: Iterable[Release]) -> set[tuple[str, str]]:
    """Give the days on which these are shown, each with its country ("" where none is told)."""
    found = set()
    for one in releases:
        if len(one.date) == 10:
            found.add((one.date, one.country or ""))
        if one.moment:
            found.add((_utc(one.moment), one.country or ""))
    return found


def _utc(moment: datetime) -> str:
    try:
        return moment.astimezone(UTC).date().isoformat()
    except OverflowError:  # the first or the last day that there is
        return moment.date().isoformat()


def put(db: Database, shown: Mapping[int, Iterable[tuple[str, str]]]) -> None:
    """Store the days of episodes in place of those that they had."""
    db.executemany("DELETE FROM airing WHERE thing = :thing", [{"thing": thing} for thing in shown])
    sql = "INSERT INTO airing (thing, day, country) VALUES (:thing, :day, :country)"
    rows = [
        {"thing": thing, "day": day, "country": country}
        for thing, every in shown.items()
        for day, country in sorted(every)
    ]
    db.executemany(sql, rows)


def on_day(db: Database, day: str, country: str | None = None, *, size: int, page: int = 0) -> Day:
    """Read one page of what airs on a day, that of the most popular series first.

    The last page instead of one behind it. With a `country` nothing of which none is told.
    """
    key = {"day": day, "country": country}
    (total,) = db.execute(f"SELECT count(*) FROM ({_ON})", key).fetchone()  # noqa: S608
    page = min(page, max(0, total - 1) // size)
    sql = f"""
        {EPISODE} WHERE episode.id IN ({_ON})
        ORDER BY series.popularity DESC, series.title, series.id, episode.season IS NULL,
            episode.season, episode.number, episode.id
        LIMIT :size OFFSET :start
    """
    rows = db.execute(sql, key | {"size": size, "start": page * size})
    heads = [Heading(*row) for row in rows]
    aired = (Aired(head, _of_day(db, head.id, day, country)) for head in heads)
    return Day(day, country, tuple(aired), total, page)


def _of_day(db: Database, thing: int, day: str, country: str | None) -> tuple[Release, ...]:
    """Give the releases of an episode that are on a day, known moments first."""
    found = [
        one
        for one in gathered(catalogue.read_episode(db, thing), Release)
        if any(on == day and country in {None, where} for on, where in days([one]))
    ]
    return tuple(sorted(found, key=lambda one: one.moment is None))


def around(db: Database, series: int, now: datetime) -> Around:
    """Read what of a series comes next and came last; raises Gone."""
    head = catalogue.heading(db, catalogue.heading(db, series).series_id)
    sql = "SELECT status FROM series WHERE id = :series"
    (status,) = db.execute(sql, {"series": head.id}).fetchone()
    places = last_and_next(db, head.id, now)
    found = {one.id: _aired(db, one) for one in catalogue.headings(db, [*filter(None, places)])}
    last, coming = (found.get(one or 0) for one in places)
    return Around(head, status, now, coming, last or _highest(db, head.id, coming))


def last_and_next(db: Database, series: int, now: datetime) -> tuple[int | None, int | None]:
    """Tell which episode of a series came last and which comes next.

    What is shown today comes next until its moment, where that is known, and until the day is over
    where it is not; what stands before one that was shown was shown. A date known to a month or a
    year comes next as long as that is not over, but behind all that have a day in it; what came
    last of one year is told by season and number. Of specials, and of what has no season, a day
    counts alone, unless the series has nothing else.
    """
    today = now.date().isoformat()
    dated, vague = _dated(db, series, now), _vague(db, series, today)
    if not any((*dated, *vague)):
        vague = _aside(db, series, today)
    last = max(filter(None, (dated[0], vague[0])), key=lambda one: one.in_year, default=None)
    coming = min(filter(None, (dated[1], vague[1])), key=lambda one: one.behind, default=None)
    return last and last.id, coming and coming.id


class _Place(NamedTuple):
    id: int
    date: str
    season: int | None
    number: int | None

    @property
    def in_year(self) -> tuple[str, int, int]:
        return self.date[:4], self.season or 0, self.number or 0

    @property
    def behind(self) -> str:
        return f"{self.date}~"

    def is_over(self, today: str) -> bool:
        """Tell whether the day, or the month or the year that is known, is over."""
        return "" < self.date < today[: len(self.date)]


_Both = tuple[_Place | None, _Place | None]
_OF = "SELECT id, coalesce(date, ''), season, number FROM episode WHERE series = :series"


def _dated(db: Database, series: int, now: datetime) -> _Both:
    """Find the last and the next of what has a day; moments tell of what is near."""
    # A day ends last on islands twelve hours behind UTC, and begins first fourteen hours ahead.
    key = {"series": series, "since": _day(now, -12), "until": _day(now, 14)}
    after = f"""
        {_OF} AND length(date) = 10 AND date > :until ORDER BY date, season, number, id LIMIT 1
    """
    coming = _one(db, after, key)
    near = f"""
        {_OF} AND length(date) = 10 AND date >= :since AND date <= :until
        ORDER BY date DESC, season DESC, number DESC, id DESC
    """
    for one in map(_Place._make, db.execute(near, key).fetchall()):
        if _was_shown(db, one, now):
            return one, coming
        coming = one
    before = f"""
        {_OF} AND length(date) = 10 AND date < :since
        ORDER BY date DESC, season DESC, number DESC, id DESC LIMIT 1
    """
    return _one(db, before, key), coming


def _day(now: datetime, hours: int) -> str:
    try:
        return (now + timedelta(hours=hours)).date().isoformat()
    except OverflowError:  # the first or the last day that there is
        return now.date().isoformat()


def _one(db: Database, sql: str, key: Mapping[str, object]) -> _Place | None:
    row = db.execute(sql, key).fetchone()
    return _Place(*row) if row else None


def _vague(db: Database, series: int, today: str) -> _Both:
    """Find the same of what is known to a month or a year alone, from the end of the series on.

    Numbers tell its order. Once episodes are over, few more are looked at: others are older.
    """
    sql = f"{_OF} AND season > 0 ORDER BY season DESC, number DESC, id DESC LIMIT :late"
    coming, older = None, 0
    for one in map(_Place._make, db.execute(sql, {"series": series, "late": LATE})):
        over, vague = one.is_over(today), 0 < len(one.date) < 10
        if vague and over:
            return one, coming
        coming = one if vague else coming
        older += over
        if older == OLDER:
            break
    return None, coming


def _aside(db: Database, series: int, today: str) -> _Both:
    """Find the same of specials and of what has no season."""
    sql = f"""
        SELECT * FROM ({_OF} AND season = 0 ORDER BY number DESC, id DESC LIMIT :late) UNION ALL
        SELECT * FROM ({_OF} AND season IS NULL ORDER BY number DESC, id DESC LIMIT :late)
    """  # noqa: S608 - words of our own
    found = map(_Place._make, db.execute(sql, {"series": series, "late": OLDER}))
    told = [one for one in found if one.date]
    over = [one for one in told if one.is_over(today)]
    return (
        max(over, key=lambda one: one.in_year, default=None),
        min((one for one in told if one not in over), key=lambda one: one.in_year, default=None),
    )


def _highest(db: Database, series: int, coming: Aired | None) -> Aired | None:
    """Give the last episode of a series by its number, where none has a date that is over."""
    sql = f"""
        {EPISODE} WHERE episode.series = :series AND episode.date IS NULL AND :coming IS NULL
        ORDER BY episode.season = 0, episode.season DESC, episode.number DESC LIMIT 1
    """
    key = {"series": series, "coming": coming and coming.heading.id}
    row = db.execute(sql, key).fetchone()
    return _aired(db, Heading(*row)) if row else None


def _aired(db: Database, head: Heading) -> Aired:
    return Aired(head, _releases(db, head.id))


def _releases(db: Database, episode: int) -> tuple[Release, ...]:
    """Give the releases in the order of their dates, of one date known moments first."""
    every = gathered(catalogue.read_episode(db, episode), Release)
    return tuple(sorted(every, key=lambda one: (f"{one.date}~", one.moment is None)))


def _was_shown(db: Database, one: _Place, now: datetime) -> bool:
    """Tell whether an episode was shown: by its moment, where the first release has one.

    IMDb's dumps, of which nothing is told, have no moments.
    """
    told = db.execute("SELECT 1 FROM telling WHERE thing = :thing LIMIT 1", {"thing": one.id})
    first = next(iter(_releases(db, one.id)), None) if told.fetchone() else None
    if first and first.moment:
        return first.moment <= now
    return one.is_over(now.date().isoformat())
