"""Pages read in one go: an episode's with all that stands around it, a series' list of episodes."""

from typing import NamedTuple

from bot.errors import Gone
from bot.model import Heading
from bot.page import EpisodePage, InSeason, Viewer
from bot.store import members, reviews, tallies
from bot.store.catalogue import EPISODE, episodes_of, heading, read_episode, read_series
from bot.store.connection import Database

NOBODY = Viewer()

_PLACE = "(episode.season, episode.number, episode.id)"
_BESIDE = "episode.series = :series AND (episode.season = 0) = (:season = 0)"


def episode(
    db: Database, thing: int, viewer: Viewer = NOBODY, head: Heading | None = None
) -> EpisodePage:
    """Read one episode's page, of which the head may have been read before; raises Gone."""
    head = head or heading(db, thing)
    if head.kind != "episode":
        raise Gone(thing)
    before, after = _beside(db, head)
    count, best = reviews.best(db, thing, viewer.server)
    return EpisodePage(
        head,
        read_episode(db, thing),
        before,
        after,
        season=_in_season(db, head),
        score=tallies.score(db, thing, viewer),
        reviews=count,
        best=best,
        viewer=members.known(db, viewer),
    )


def where_to_watch(db: Database, thing: int, viewer: Viewer) -> EpisodePage:
    """Read one episode's page with whether its series is offered anywhere; raises Gone."""
    page = episode(db, thing, viewer)
    offered = any(one.offers for one in read_series(db, page.heading.series_id))
    return page._replace(series_offered=offered)


def _beside(db: Database, head: Heading) -> tuple[Heading | None, Heading | None]:
    """Give the episodes before and after one; specials (season 0) are among themselves."""
    if head.code is None:
        return None, None
    sql = f"""
        SELECT * FROM (
            {EPISODE} WHERE {_BESIDE} AND {_PLACE} < (:season, :number, :id)
            ORDER BY episode.season DESC, episode.number DESC, episode.id DESC LIMIT 1)
        UNION ALL SELECT * FROM (
            {EPISODE} WHERE {_BESIDE} AND {_PLACE} > (:season, :number, :id)
            ORDER BY episode.season, episode.number, episode.id LIMIT 1)
    """  # noqa: S608 - no words from outside
    key = {"series": head.series_id, "season": head.season, "number": head.number, "id": head.id}
    found = [Heading(*row) for row in db.execute(sql, key)]
    place = (head.season, head.number, head.id)
    return (
        next((one for one in found if (one.season, one.number, one.id) < place), None),
        next((one for one in found if (one.season, one.number, one.id) > place), None),
    )


def _in_season(db: Database, head: Heading) -> InSeason | None:
    """Tell where an episode stands in its season, None where it has no place in any."""
    if head.code is None:
        return None
    sql = """
        SELECT
            (SELECT count(*) FROM episode WHERE series = :series AND season = :season
                AND (number, id) <= (:number, :id)),
            (SELECT count(*) FROM episode WHERE series = :series AND season = :season),
            NOT EXISTS (SELECT 1 FROM episode
                WHERE series = :series AND season > 0 AND season < :season),
            NOT EXISTS (SELECT 1 FROM episode WHERE series = :series AND season > :season),
            (SELECT status IN ('ended', 'cancelled') OR end_year IS NOT NULL
                FROM series WHERE id = :series)
    """
    key = {"series": head.series_id, "season": head.season, "number": head.number, "id": head.id}
    place, count, first, last, ended = db.execute(sql, key).fetchone()
    return InSeason(place, count, bool(first), bool(last), over=not last or bool(ended))


class Listing(NamedTuple):
    """One page of a series' episodes, how many it has in all, and which page it is (from 0)."""

    series: Heading
    episodes: list[Heading]
    total: int
    page: int = 0


def listing(db: Database, series: int, *, size: int, page: int = 0) -> Listing:
    """Read one page of a series' episodes, the last one instead of one behind it; raises Gone."""
    head = heading(db, series)
    if head.kind != "series":
        raise Gone(series)
    sql = "SELECT count(*) FROM episode WHERE series = :series"
    (total,) = db.execute(sql, {"series": series}).fetchone()
    page = min(page, max(0, total - 1) // size)
    return Listing(head, episodes_of(db, series, limit=size, offset=page * size), total, page)
