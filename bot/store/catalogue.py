"""Series and episodes: tellings in, pages and headings out."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from bot.errors import Gone
from bot.model import (
    FACT_FIELDS,
    Episode,
    EpisodePage,
    Fact,
    Heading,
    Ids,
    Series,
    SeriesReference,
    Telling,
    Title,
    trust,
)
from bot.store.database import Database
from bot.store.facts import drop_facts, put_facts, read_facts

Told = Mapping[str, Mapping[str, Sequence[Fact]]]
"""Facts by field of a telling, then by the source that told them."""

_EPISODE = """
    SELECT episode.id, 'episode' AS kind, series.id AS series_id, series.title AS series,
        series.start_year, series.end_year, episode.season, episode.number, episode.title,
        episode.date
    FROM episode JOIN series ON series.id = episode.series
"""
_SERIES = """
    SELECT id, 'series' AS kind, id AS series_id, title AS series, start_year, end_year,
        NULL AS season, NULL AS number, NULL AS title, NULL AS date
    FROM series
"""


def digest_of(db: Database, thing: int, told_by: str) -> str | None:
    """Give the digest of what a source told about a thing, if it did."""
    sql = "SELECT digest FROM telling WHERE thing = :thing AND told_by = :told_by"
    row = db.execute(sql, {"thing": thing, "told_by": told_by}).fetchone()
    return row[0] if row else None


def is_known(db: Database, thing: int) -> bool:
    """Tell whether any source told about the thing."""
    sql = "SELECT 1 FROM telling WHERE thing = :thing"
    return db.execute(sql, {"thing": thing}).fetchone() is not None


def put_telling(
    db: Database, thing: int, telling: Telling, digest: str, *, series: int | None = None
) -> None:
    """Store a telling in place of what the same source told about the thing before."""
    drop_facts(db, thing, telling.source)
    key = {"thing": thing, "told_by": telling.source}
    empty = {"status": None, "start_year": None, "end_year": None, "language": None}
    fields = msgspec.structs.asdict(telling)
    sql = """
        INSERT INTO telling (thing, told_by, url, kind, status, start_year, end_year, language,
            runtime, digest)
        VALUES (:thing, :told_by, :url, :kind, :status, :start_year, :end_year, :language,
            :runtime, :digest)
        ON CONFLICT (thing, told_by) DO UPDATE SET url = excluded.url, kind = excluded.kind,
            status = excluded.status, start_year = excluded.start_year,
            end_year = excluded.end_year, language = excluded.language,
            runtime = excluded.runtime, digest = excluded.digest
    """
    db.execute(sql, {"runtime": None} | empty | fields | key | {"digest": digest})
    _put_ids(db, thing, telling)
    put_facts(db, thing, telling, series=series)


def _put_ids(db: Database, thing: int, telling: Telling) -> None:
    key = {"thing": thing, "told_by": telling.source}
    db.execute("DELETE FROM external_id WHERE thing = :thing AND told_by = :told_by", key)
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


def read_series(db: Database, thing: int) -> tuple[Series, ...]:
    """Read every telling of a series, the most trusted source first."""
    told = {field: read_facts(db, thing, kind) for kind, field in FACT_FIELDS.items()}
    del told["numberings"]
    columns = ("kind", "status", "start_year", "end_year", "language")
    return tuple(
        msgspec.convert(shared | _present(row, columns), Series)
        for shared, row in _tellings(db, thing, told)
    )


def read_episode(db: Database, thing: int, series: int) -> tuple[Episode, ...]:
    """Read every telling of an episode of a series, the most trusted source first."""
    told = {field: read_facts(db, thing, kind) for kind, field in FACT_FIELDS.items()}
    reference = SeriesReference(ids=ids(db, series))
    return tuple(
        msgspec.convert(
            shared | _present(row, ("kind", "runtime")) | {"series": reference}, Episode
        )
        for shared, row in _tellings(db, thing, told)
    )


def _tellings(db: Database, thing: int, told: Told) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Give for each telling its shared fields and its row, the most trusted source first."""
    sql = "SELECT told_by, scheme, value FROM external_id WHERE thing = :thing"
    ids: dict[str, dict[str, str]] = {}
    for told_by, scheme, value in db.execute(sql, {"thing": thing}):
        ids.setdefault(told_by, {})[scheme] = value
    sql = """
        SELECT told_by, url, kind, status, start_year, end_year, language, runtime
        FROM telling WHERE thing = :thing
    """
    cursor = db.execute(sql, {"thing": thing})
    names = [column[0] for column in cursor.description]
    rows = [dict(zip(names, row, strict=True)) for row in cursor]
    rows.sort(key=lambda row: (trust(row["told_by"]), row["told_by"]))
    return [(_shared(row, told, ids.get(row["told_by"], {})), row) for row in rows]


def _shared(row: dict[str, Any], told: Told, ids: dict[str, str]) -> dict[str, Any]:
    facts = {field: tuple(kinds.get(row["told_by"], ())) for field, kinds in told.items()}
    known = msgspec.convert(ids, Ids, strict=False)
    return {"source": row["told_by"], "url": row["url"], "ids": known} | facts


def _present(row: dict[str, Any], columns: tuple[str, ...]) -> dict[str, Any]:
    return {column: row[column] for column in columns if row[column] is not None}


def heading(db: Database, thing: int) -> Heading:
    """Give the heading of a series or an episode; raises Gone."""
    for sql in (f"{_EPISODE} WHERE episode.id = :thing", f"{_SERIES} WHERE id = :thing"):
        if row := db.execute(sql, {"thing": thing}).fetchone():
            return Heading(*row)
    raise Gone(thing)


def headings(db: Database, things: list[int]) -> list[Heading]:
    """Give the headings of those things that are there, in the order asked."""
    found = []
    for thing in things:
        try:
            found.append(heading(db, thing))
        except Gone:
            continue
    return found


def page(db: Database, thing: int) -> EpisodePage:
    """Read one episode's page; raises Gone."""
    head = heading(db, thing)
    if head.kind != "episode":
        raise Gone(thing)
    return EpisodePage(
        heading=head,
        tellings=read_episode(db, thing, head.series_id),
        series_titles=titles(db, head.series_id),
        previous=_beside(db, head, "previous"),
        next=_beside(db, head, "next"),
    )


def _beside(db: Database, head: Heading, side: str) -> Heading | None:
    # Specials (season 0) are no neighbours of regular episodes.
    if head.code is None:
        return None
    sign, order = ("<", "DESC") if side == "previous" else (">", "ASC")
    sql = f"""
        {_EPISODE}
        WHERE episode.series = :series AND (episode.season = 0) = :special
            AND (episode.season, episode.number, episode.id) {sign} (:season, :number, :id)
        ORDER BY episode.season {order}, episode.number {order}, episode.id {order} LIMIT 1
    """
    place = {"season": head.season, "number": head.number, "id": head.id}
    key = {"series": head.series_id, "special": head.season == 0} | place
    row = db.execute(sql, key).fetchone()
    return Heading(*row) if row else None


def episodes_at(db: Database, series: int, season: int | None, number: int | None) -> list[int]:
    """Give the episodes that some numbering of the series puts there, its shown order first.

    A number without a season is looked for in the orders that have no seasons (absolute); a season
    without a number gives the whole season.
    """
    sql = """
        SELECT id, 0 AS other FROM episode
        WHERE series = :series AND season = :season AND (number = :number OR :number IS NULL)
        UNION
        SELECT thing, 1 FROM numbering
        WHERE series = :series AND number = :number
            AND (season = :season OR (season IS NULL AND :season IS NULL))
        ORDER BY other, id
    """
    rows = db.execute(sql, {"series": series, "season": season, "number": number})
    return list(dict.fromkeys(row[0] for row in rows))


def episodes_of(db: Database, series: int, *, limit: int, offset: int = 0) -> list[Heading]:
    """Give a series' episodes in the order in which they are numbered."""
    sql = f"""
        {_EPISODE} WHERE episode.series = :series
        ORDER BY episode.season IS NULL, episode.season, episode.number, episode.id
        LIMIT :limit OFFSET :offset
    """
    rows = db.execute(sql, {"series": series, "limit": limit, "offset": offset})
    return [Heading(*row) for row in rows]


class Listing(NamedTuple):
    """One page of a series' episodes, and how many it has in all."""

    series: Heading
    episodes: list[Heading]
    total: int


def listing(db: Database, series: int, *, size: int, page: int = 0) -> Listing:
    """Read one page of a series' episodes; raises Gone."""
    head = heading(db, series)
    sql = "SELECT count(*) FROM episode WHERE series = :series"
    (total,) = db.execute(sql, {"series": series}).fetchone()
    return Listing(head, episodes_of(db, series, limit=size, offset=page * size), total)


def popular(db: Database, limit: int) -> list[Heading]:
    """Give the most popular episodes, one a series as long as there are enough series."""
    sql = f"""
        {_EPISODE}
        ORDER BY row_number() OVER (
            PARTITION BY episode.series ORDER BY episode.popularity DESC, episode.id
        ), episode.popularity DESC, episode.id LIMIT :limit
    """
    return [Heading(*row) for row in db.execute(sql, {"limit": limit})]


def counts(db: Database) -> dict[str, int]:
    """Count what the catalogue has: series, episodes, people, credits."""
    tables = {"series": "series", "episodes": "episode", "people": "person", "credits": "credit"}
    return {
        word: int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608
        for word, table in tables.items()
    }


def ids(db: Database, thing: int) -> Ids:
    """Give the ids of other places for a thing, the most trusted source's first."""
    sql = "SELECT told_by, scheme, value FROM external_id WHERE thing = :thing"
    rows = sorted(db.execute(sql, {"thing": thing}), key=lambda row: trust(row[0]), reverse=True)
    return msgspec.convert({scheme: value for _, scheme, value in rows}, Ids, strict=False)


def sources(db: Database) -> list[str]:
    """Give every source that told something, the most trusted first."""
    rows = db.execute("SELECT DISTINCT told_by FROM telling")
    return sorted((row[0] for row in rows), key=lambda source: (trust(source), source))


def titles(db: Database, thing: int) -> tuple[Title, ...]:
    """Give every title of a thing, the most trusted source's first."""
    told = read_facts(db, thing, Title)
    every = (title for source in sorted(told, key=trust) for title in told[source])
    return tuple(dict.fromkeys(every))
