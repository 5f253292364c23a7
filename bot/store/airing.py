"""What airs on a day, and what of a series came last and comes next.

A day has what a source says of it, which is the date where it was shown, and what has a moment that
falls on that day in UTC. So an evening in New York stands on two days: on its own, and on the next
one, which it is in London by then. Releases in any country count, not only the first ones; dates
known to a month or a year stand on no day.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from bot.happening import Aired, Around, Day
from bot.model import Episode, Heading, Release, gathered
from bot.store import catalogue
from bot.store.catalogue import EPISODE
from bot.store.connection import Database

_ON = """
    SELECT thing FROM airing WHERE day = :day AND (country = :country OR :country IS NULL)
    UNION SELECT id FROM episode
    WHERE date = :day AND length(date) = 10 AND packed IS NOT NULL AND :country IS NULL
"""
ROUND = 8
"""Episodes around today that are looked at, besides those of today."""


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
    """Read what of a series comes next and came last; raises Gone.

    What is shown today comes next until its moment, where that is known, and until the day is over
    where it is not. A date known to a month or a year comes next as long as that is not over, but
    behind all that have a day.
    """
    head = catalogue.heading(db, catalogue.heading(db, series).series_id)
    sql = "SELECT status FROM series WHERE id = :series"
    (status,) = db.execute(sql, {"series": head.id}).fetchone()
    every = _dated(db, head.id, now.date().isoformat())
    over = [one for one, past in every if _is_over(one, past, now)]
    coming = next((one for one, past in every if not _is_over(one, past, now)), None)
    return Around(head, status, now, coming, over[-1] if over else _highest(db, head.id, coming))


def was_shown(db: Database, thing: int, now: datetime) -> bool:
    """Tell whether an episode of today was shown: where its moment is not known, not yet."""
    return _is_over(_aired(db, catalogue.heading(db, thing)), past=False, now=now)


def _dated(db: Database, series: int, today: str) -> list[tuple[Aired, bool]]:
    """Give the episodes around a day in their order, and whether the date of each is over."""
    # Behind every day of a month or a year stands what is known to the month or the year alone.
    before = f"""
        {EPISODE} WHERE episode.series = :series
            AND episode.date < substr(:today, 1, length(episode.date))
        ORDER BY episode.date || '~' DESC, episode.season DESC, episode.number DESC,
            episode.id DESC LIMIT :limit
    """
    behind = f"""
        {EPISODE} WHERE episode.series = :series
            AND episode.date >= substr(:today, 1, length(episode.date))
        ORDER BY episode.date || '~', episode.season, episode.number, episode.id
        LIMIT :limit + (SELECT count(*) FROM episode WHERE series = :series AND date = :today)
    """  # noqa: S608 - no words from outside
    key = {"series": series, "today": today, "limit": ROUND}
    gone = [Heading(*row) for row in db.execute(before, key)]
    coming = [Heading(*row) for row in db.execute(behind, key)]
    return [(_aired(db, head), head in gone) for head in (*reversed(gone), *coming)]


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
    return Aired(head, _in_order(catalogue.read_episode(db, head.id)))


def _in_order(tellings: Sequence[Episode]) -> tuple[Release, ...]:
    """Give the releases in the order of their dates, of one date known moments first."""
    every = gathered(tellings, Release)
    return tuple(sorted(every, key=lambda one: (f"{one.date}~", one.moment is None)))


def _is_over(aired: Aired, past: bool, now: datetime) -> bool:  # noqa: FBT001 - told of each
    """Tell whether an episode was shown: by its moment, where the first release has one."""
    first = next(iter(aired.releases), None)
    return first.moment <= now if first and first.moment else past
