"""How members rate the episodes of a series: means that are compared, so few ratings count less."""

from collections.abc import Mapping, Sequence

from bot.errors import Gone
from bot.page import LISTED, Score, Viewer
from bot.reading import RatedEpisode, TopPage
from bot.reviews import EVERYWHERE, PRIOR, weighted
from bot.store import catalogue, tallies
from bot.store.connection import Database, marks


def scores(db: Database, things: Sequence[int], viewer: Viewer) -> Mapping[int, Score]:
    """Give the weighted means of those things that members rated, as a viewer may see them.

    See `reviews.weighted`; the number of ratings is the real one.
    """
    if not things:
        return {}
    of_all = tallies.of_all(db)
    some, key = marks(things)
    sql = f"""
        SELECT thing, sum(stars) * 1.0 / sum(ratings), sum(ratings) FROM counted
        WHERE thing IN ({some}) AND place IN (0, :server) GROUP BY thing HAVING sum(ratings) > 0
    """  # noqa: S608 - marks are counted
    rows = db.execute(sql, {**key, "server": viewer.server or EVERYWHERE})
    return {
        thing: Score(weighted(mean, votes, mean if of_all is None else of_all), votes)
        for thing, mean, votes in rows
    }


def page(db: Database, series: int, viewer: Viewer, at: int = 0) -> TopPage:
    """Read one page of a series' episodes that members rated, the best first; raises Gone.

    Ordered by WR = (v R + m C) / (v + m): R the mean of an episode's v ratings, C that of all
    ratings that count everywhere, m = 5; then by v. Ratings are those that may be seen where the
    viewer is. The last page instead of one behind it.
    """
    head = catalogue.heading(db, series)
    if head.kind != "series":
        raise Gone(series)
    of_all = tallies.of_all(db)
    key = {
        "series": series,
        "server": viewer.server or EVERYWHERE,
        "prior": 0 if of_all is None else PRIOR,
        "of_all": of_all or 0.0,
        "size": LISTED,
    }
    rated = """
        SELECT counted.thing AS thing, sum(counted.stars) AS stars, sum(counted.ratings) AS votes
        FROM episode JOIN counted ON counted.thing = episode.id
        WHERE episode.series = :series AND counted.place IN (0, :server)
        GROUP BY counted.thing HAVING sum(counted.ratings) > 0
    """
    (total,) = db.execute(f"SELECT count(*) FROM ({rated})", key).fetchone()  # noqa: S608
    pages = max(1, -(-total // LISTED))
    at = min(at, pages - 1)
    sql = f"""
        SELECT thing, (stars + :prior * :of_all) / (votes + :prior) AS weighted,
            stars * 1.0 / votes, votes
        FROM ({rated}) ORDER BY weighted DESC, votes DESC, thing LIMIT :size OFFSET :start
    """  # noqa: S608 - words of our own
    rows = db.execute(sql, {**key, "start": at * LISTED}).fetchall()
    heads = {one.id: one for one in catalogue.headings(db, [row[0] for row in rows])}
    best = tuple(RatedEpisode(heads[thing], *told) for thing, *told in rows)
    return TopPage(head, best, at, pages, total, of_all)
