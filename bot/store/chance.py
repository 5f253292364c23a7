"""Episodes by chance, each as likely as any other, however many there are."""

from secrets import randbelow

from bot.model import TITLE_IDS
from bot.store.connection import Database

TRIES = 1000
"""Ids that are drawn until one is an episode's: of IMDb's numbers every fourth is."""
AGAIN = 5
"""Episodes of all that are drawn until one is not the one before."""

_ENDS = """
    SELECT (SELECT min(id) FROM episode WHERE id < :made),
        (SELECT max(id) FROM episode WHERE id < :made),
        (SELECT min(id) FROM episode WHERE id > :made),
        (SELECT max(id) FROM episode WHERE id > :made)
"""
_FROM = "SELECT id FROM episode WHERE id >= :drawn ORDER BY id LIMIT 1"


def chance(
    db: Database, series: int | None, season: int | None = None, but: int | None = None
) -> int | None:
    """Give an episode by chance: of a season, of a series, or of all; None where there is none.

    Each is as likely as any other. It is not `but`, unless there is no other.
    """
    if series is not None:
        return _any_of(db, series, season, but) or _any_of(db, series, season, None)
    return next((one for _ in range(AGAIN) if (one := _any(db)) != but), but)


def _any_of(db: Database, series: int, season: int | None, but: int | None) -> int | None:
    inside = "FROM episode WHERE series = :series AND id IS NOT :but"
    if season is not None:
        inside += " AND season = :season"
    key = {"series": series, "season": season, "but": but}
    (count,) = db.execute(f"SELECT count(*) {inside}", key).fetchone()
    if not count:
        return None
    sql = f"SELECT id {inside} ORDER BY season, number, id LIMIT 1 OFFSET :skip"
    return int(db.execute(sql, key | {"skip": randbelow(count)}).fetchone()[0])


def _any(db: Database) -> int | None:
    """Draw ids until one is an episode's: so none is likelier for the gap that stands before it."""
    ends = db.execute(_ENDS, {"made": TITLE_IDS}).fetchone()
    ranges = [range(ends[at], ends[at + 1] + 1) for at in (0, 2) if ends[at] is not None]
    total = sum(len(some) for some in ranges)
    if not total:
        return None
    for _ in range(TRIES):
        drawn = _nth(ranges, randbelow(total))
        (found,) = db.execute(_FROM, {"drawn": drawn}).fetchone()
        if found == drawn:
            break
    return int(found)


def _nth(ranges: list[range], place: int) -> int:
    for some in ranges:
        if place < len(some):
            return some[place]
        place -= len(some)
    raise IndexError(place)
