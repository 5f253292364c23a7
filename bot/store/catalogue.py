"""Series and episodes: tellings in, pages and headings out."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec

from bot.errors import Gone
from bot.model import (
    Episode,
    Heading,
    Ids,
    Rating,
    Series,
    Telling,
    Title,
    gathered,
    imdb_id,
    trust,
)
from bot.packed import SOURCE
from bot.store import imdb, index, people, phrases
from bot.store.connection import AT_ONCE, Database, marks, once
from bot.store.facts import drop_facts, put_facts

EPISODE = """
    SELECT episode.id, 'episode' AS kind, series.id AS series_id, series.title AS series,
        series.start_year, series.end_year, episode.season, episode.number, episode.title,
        episode.date
    FROM episode JOIN series ON series.id = episode.series
"""
SERIES = """
    SELECT id, 'series' AS kind, id AS series_id, title AS series, start_year, end_year,
        NULL AS season, NULL AS number, NULL AS title, NULL AS date
    FROM series
"""
_BODY = msgspec.json.Decoder(Series | Episode)


def told(db: Database, thing: int, told_by: str) -> Series | Episode | None:
    """Give what a source told about a thing, if it did."""
    sql = "SELECT body FROM telling WHERE thing = :thing AND told_by = :told_by"
    row = db.execute(sql, {"thing": thing, "told_by": told_by}).fetchone()
    if row is None and told_by == SOURCE:
        return imdb.told(db, thing)
    return _BODY.decode(row[0]) if row else None


def is_empty(db: Database) -> bool:
    """Tell whether nothing was ever told."""
    return db.execute("SELECT 1 FROM series LIMIT 1").fetchone() is None


def is_known(db: Database, thing: int) -> bool:
    """Tell whether any source told about the thing."""
    sql = "SELECT 1 FROM telling WHERE thing = :thing"
    return db.execute(sql, {"thing": thing}).fetchone() is not None or imdb.is_packed(db, thing)


def put_telling(
    db: Database,
    thing: int,
    telling: Series | Episode,
    *,
    series: int | None = None,
    first: bool = False,
) -> None:
    """Store a telling in place of what the same source told about the thing before.

    `first` where it is known that this source has told nothing of it.

    It is kept whole, for pages: one row to read. Its facts have tables besides, for questions that
    go across episodes: who was in which, what was shown when.
    """
    if not first and _is_told(db, thing, telling.source):
        _drop_facts(db, thing, telling.source)
    fields = msgspec.structs.asdict(telling)
    row = {"thing": thing, "told_by": telling.source, "url": telling.url}
    row |= {name: fields.get(name) for name in ("kind", "status", "language", "runtime")}
    row |= {name: fields.get(name) for name in ("start_year", "end_year")}
    sql = """
        INSERT INTO telling (thing, told_by, url, kind, status, start_year, end_year, language,
            runtime, body)
        VALUES (:thing, :told_by, :url, :kind, :status, :start_year, :end_year, :language,
            :runtime, :body)
        ON CONFLICT (thing, told_by) DO UPDATE SET url = excluded.url, kind = excluded.kind,
            status = excluded.status, start_year = excluded.start_year,
            end_year = excluded.end_year, language = excluded.language,
            runtime = excluded.runtime, body = excluded.body
    """
    db.execute(sql, row | {"body": msgspec.json.encode(telling).decode()})
    phrases.mark(db, [thing])
    _put_ids(db, thing, telling)
    put_facts(db, thing, telling, series=series)


def _is_told(db: Database, thing: int, told_by: str) -> bool:
    sql = "SELECT 1 FROM telling WHERE thing = :thing AND told_by = :told_by"
    return db.execute(sql, {"thing": thing, "told_by": told_by}).fetchone() is not None


def _drop_facts(db: Database, thing: int, told_by: str) -> None:
    drop_facts(db, thing, told_by)
    key = {"thing": thing, "told_by": told_by}
    db.execute("DELETE FROM external_id WHERE thing = :thing AND told_by = :told_by", key)


def drop_telling(db: Database, thing: int, told_by: str) -> None:
    """Forget what one source told about a thing."""
    _drop_facts(db, thing, told_by)
    key = {"thing": thing, "told_by": told_by}
    db.execute("DELETE FROM telling WHERE thing = :thing AND told_by = :told_by", key)
    phrases.mark(db, [thing])


def drop_thing(db: Database, thing: int) -> None:
    """Forget a thing of which nobody tells any more; its permanent id stays its own."""
    index.drop_names(db, thing)
    people.vanish(db, thing)
    put_rating(db, thing, None)
    for table in ("episode", "series"):
        db.execute(f"DELETE FROM {table} WHERE id = :thing", {"thing": thing})  # noqa: S608
    db.execute("DELETE FROM airing WHERE thing = :thing", {"thing": thing})


class Dated(NamedTuple):
    """An episode that has some title: its date, and whether IMDb alone tells of it."""

    thing: int
    date: str | None
    packed: bool


def titled(db: Database, series: int, folded: str) -> list[Dated]:
    """Give the episodes of a series that have this folded title."""
    sql = f"""
        SELECT DISTINCT episode.id, episode.date, episode.packed IS NOT NULL FROM name
        JOIN episode ON episode.id = {index.THING}
        WHERE name.folded = :folded AND name.kind = 'episode' AND name.series = :series
        ORDER BY episode.id
    """  # noqa: S608 - a word of our own
    rows = db.execute(sql, {"series": series, "folded": folded})
    return [Dated(thing, date, bool(packed)) for thing, date, packed in rows]


def series_of(db: Database, episode: int) -> int | None:
    """Give the series under which an episode is listed, if it is."""
    sql = "SELECT series FROM episode WHERE id = :episode"
    row = db.execute(sql, {"episode": episode}).fetchone()
    return int(row[0]) if row else None


def has_episodes(db: Database, series: int) -> bool:
    """Tell whether a series has any episode."""
    sql = "SELECT 1 FROM episode WHERE series = :series LIMIT 1"
    return db.execute(sql, {"series": series}).fetchone() is not None


def _put_ids(db: Database, thing: int, telling: Telling) -> None:
    key = {"thing": thing, "told_by": telling.source}
    sql = """
        INSERT INTO external_id (thing, told_by, scheme, value)
        VALUES (:thing, :told_by, :scheme, :value)
    """
    rows = [key | {"scheme": scheme, "value": value} for scheme, value in telling.ids.items()]
    db.executemany(sql, rows)


def put_series(db: Database, thing: int, row: dict[str, Any]) -> None:
    """Store what lists show of a series: title, kind, years, status, popularity."""
    sql = """
        INSERT INTO series (id, title, kind, start_year, end_year, status, popularity)
        VALUES (:id, :title, :kind, :start_year, :end_year, :status, :popularity)
        ON CONFLICT (id) DO UPDATE SET title = excluded.title, kind = excluded.kind,
            start_year = excluded.start_year, end_year = excluded.end_year,
            status = excluded.status, popularity = excluded.popularity
    """
    db.execute(sql, {"id": thing} | row)


def put_episode(db: Database, thing: int, series: int, row: dict[str, Any]) -> None:
    """Store what lists show of an episode: place, title, kind, date, popularity."""
    sql = """
        INSERT INTO episode (id, series, season, number, title, kind, date, popularity)
        VALUES (:id, :series, :season, :number, :title, :kind, :date, :popularity)
        ON CONFLICT (id) DO UPDATE SET series = excluded.series, season = excluded.season,
            number = excluded.number, title = excluded.title, kind = excluded.kind,
            date = excluded.date, popularity = excluded.popularity
    """
    db.execute(sql, {"id": thing, "series": series} | row)


def put_rating(db: Database, thing: int, rating: Rating | None) -> None:
    """Store the rating that lists show of a thing, or that they show none."""
    if rating is None:
        db.execute("DELETE FROM shown_rating WHERE thing = :thing", {"thing": thing})
        return
    sql = """
        INSERT INTO shown_rating (thing, value, votes, source)
        VALUES (:thing, :value, :votes, :source)
        ON CONFLICT (thing) DO UPDATE SET value = excluded.value, votes = excluded.votes,
            source = excluded.source
    """
    row = {"value": rating.value, "votes": rating.votes, "source": rating.source}
    db.execute(sql, {"thing": thing} | row)


def read_series(db: Database, thing: int) -> tuple[Series, ...]:
    """Read every telling of a series, the most trusted source first."""
    return tuple(one for one in _tellings(db, thing) if isinstance(one, Series))


def read_episode(db: Database, thing: int) -> tuple[Episode, ...]:
    """Read every telling of an episode, the most trusted source first."""
    return tuple(one for one in _tellings(db, thing) if isinstance(one, Episode))


def _tellings(db: Database, thing: int) -> list[Series | Episode]:
    sql = "SELECT body FROM telling WHERE thing = :thing"
    every = [_decoded(body) for (body,) in db.execute(sql, {"thing": thing})]
    if not every and (packed := imdb.told(db, thing)):
        return [packed]
    return sorted(every, key=lambda telling: (trust(telling.source), telling.source))


@lru_cache(maxsize=64)
def _decoded(body: str) -> Series | Episode:
    """Decode a telling; people look at one section of a page after the other.

    Of 300 credits and 200 countries that takes 0.4 ms, more than all else of a look-up.
    """
    telling: Series | Episode = _BODY.decode(body)
    return telling


def heading(db: Database, thing: int) -> Heading:
    """Give the heading of a series or an episode; raises Gone."""
    for sql in (f"{EPISODE} WHERE episode.id = :thing", f"{SERIES} WHERE id = :thing"):
        if row := db.execute(sql, {"thing": thing}).fetchone():
            return Heading(*row)
    raise Gone(thing)


def headings(db: Database, things: Sequence[int]) -> list[Heading]:
    """Give the headings of those things that are there, in the order asked."""
    found: dict[int, Heading] = {}
    for start in range(0, len(things), AT_ONCE):
        some, key = marks(things[start : start + AT_ONCE])
        sql = f"""
            {EPISODE} WHERE episode.id IN ({some}) UNION ALL {SERIES} WHERE id IN ({some})
        """
        found |= {row[0]: Heading(*row) for row in db.execute(sql, key)}
    return [found[thing] for thing in things if thing in found]


@once
def episodes_at(db: Database, series: int, season: int | None, number: int | None) -> list[int]:
    """Give the episodes that some numbering of the series puts there, its shown order first.

    A number without a season is looked for in the orders that have no seasons (absolute); a season
    without a number gives the whole season.
    """
    sql = """
        SELECT id, 0 AS other, number AS place FROM episode
        WHERE series = :series AND season = :season AND (number = :number OR :number IS NULL)
        UNION
        SELECT thing, 1, number FROM numbering
        WHERE series = :series AND number = :number
            AND (season = :season OR (season IS NULL AND :season IS NULL))
        ORDER BY other, place, id
    """
    rows = db.execute(sql, {"series": series, "season": season, "number": number})
    return list(dict.fromkeys(row[0] for row in rows))


def episodes_of(db: Database, series: int, *, limit: int, offset: int = 0) -> list[Heading]:
    """Give a series' episodes in the order in which they are numbered."""
    sql = f"""
        {EPISODE} WHERE episode.series = :series
        ORDER BY episode.season IS NULL, episode.season, episode.number, episode.id
        LIMIT :limit OFFSET :offset
    """
    rows = db.execute(sql, {"series": series, "limit": limit, "offset": offset})
    return [Heading(*row) for row in rows]


def popular(db: Database, limit: int) -> list[Heading]:
    """Give the most popular episodes, one a series as long as there are enough series.

    Only the most popular of all are looked at: there may be millions.
    """
    return db.lasting(f"popular {limit}", lambda: _popular(db, limit))


def _popular(db: Database, limit: int) -> list[Heading]:
    sql = f"""
        {EPISODE} WHERE episode.id IN (
            SELECT id FROM episode WHERE popularity > 0 ORDER BY popularity DESC LIMIT :among
        ) OR (NOT EXISTS (SELECT 1 FROM episode WHERE popularity > 0) AND episode.id IN (
            SELECT id FROM episode ORDER BY id LIMIT :among))
        ORDER BY row_number() OVER (
            PARTITION BY episode.series ORDER BY episode.popularity DESC, episode.id
        ), episode.popularity DESC, episode.id LIMIT :limit
    """  # noqa: S608 - no words from outside
    return [Heading(*row) for row in db.execute(sql, {"limit": limit, "among": 40 * limit})]


def counts(db: Database) -> dict[str, int]:
    """Tell what the catalogue has: series, episodes, people and the parts they had in them."""
    found = dict(db.execute("SELECT word, number FROM tally"))
    told = {word: int(found.get(word, 0)) for word in ("series", "episodes", "people", "parts")}
    packed = {word: int(found.get(f"packed {word}", 0)) for word in ("people", "parts")}
    return told | {word: told[word] + count for word, count in packed.items()}


def tally(db: Database) -> None:
    """Count what the catalogue has, for `counts`."""
    sql = """
        INSERT INTO tally (word, number) SELECT 'series', count(*) FROM series
        UNION ALL SELECT 'episodes', count(*) FROM episode
        UNION ALL SELECT 'people', count(*) FROM person
        UNION ALL SELECT 'parts', count(*) FROM credit WHERE true
        ON CONFLICT (word) DO UPDATE SET number = excluded.number
    """
    db.execute(sql)


def ids(db: Database, thing: int) -> Ids:
    """Give the ids of other places for a thing, the most trusted source's first."""
    sql = "SELECT told_by, scheme, value FROM external_id WHERE thing = :thing"
    rows = sorted(db.execute(sql, {"thing": thing}), key=lambda row: trust(row[0]), reverse=True)
    if not rows and imdb.is_packed(db, thing):
        return Ids(imdb=imdb_id(thing))
    return msgspec.convert({scheme: value for _, scheme, value in rows}, Ids, strict=False)


def sources(db: Database) -> list[str]:
    """Give every source that told something, the most trusted first."""
    # One look-up a source, however many tellings there are: DISTINCT would read them all.
    sql = """
        WITH RECURSIVE source (name) AS (
            SELECT min(told_by) FROM telling
            UNION ALL
            SELECT (SELECT min(told_by) FROM telling WHERE told_by > source.name) FROM source
            WHERE source.name IS NOT NULL
        )
        SELECT name FROM source WHERE name IS NOT NULL
    """
    found = {row[0] for row in db.execute(sql)} | ({SOURCE} if imdb.is_any(db) else set())
    return sorted(found, key=lambda source: (trust(source), source))


def ids_told_by(db: Database, told_by: str, scheme: str) -> list[int]:
    """Give the ids that a source gave to series, in one scheme of ids."""
    sql = """
        SELECT CAST(external_id.value AS INTEGER) FROM external_id
        JOIN series ON series.id = external_id.thing
        WHERE external_id.told_by = :told_by AND external_id.scheme = :scheme
    """
    return [row[0] for row in db.execute(sql, {"told_by": told_by, "scheme": scheme})]


def things(db: Database, series: int | None = None, *, after: int = 0, limit: int) -> list[int]:
    """Give series (or the episodes of one) behind a permanent id, in the order of their ids."""
    sql = "SELECT id FROM series WHERE id > :after ORDER BY id LIMIT :limit"
    if series is not None:
        sql = """
            SELECT id FROM episode WHERE series = :series AND id > :after ORDER BY id LIMIT :limit
        """
    return [row[0] for row in db.execute(sql, {"series": series, "after": after, "limit": limit})]


def titles(db: Database, thing: int) -> tuple[Title, ...]:
    """Give every title of a thing, the most trusted source's first."""
    return gathered(_tellings(db, thing), Title)
