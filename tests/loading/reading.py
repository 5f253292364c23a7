"""What a store says, for tests to compare."""

from typing import Any, NamedTuple

from bot import loading
from bot.loading import Report
from bot.model import (
    Episode,
    Ids,
    Numbering,
    Release,
    Series,
    SeriesReference,
    Title,
)
from bot.store import Database, Store, catalogue


class Line(NamedTuple):
    """An episode as a list shows it."""

    id: int
    series: int
    code: str
    title: str | None


def lines(db: Database) -> list[Line]:
    """Give every episode, in order of ids."""
    things = [row[0] for row in db.execute("SELECT id FROM episode ORDER BY id")]
    heads = catalogue.headings(db, things)
    return [Line(head.id, head.series_id, str(head.code or ""), head.title) for head in heads]


def shows(db: Database) -> list[tuple[int, str]]:
    """Give every series, in order of ids."""
    return db.execute("SELECT id, title FROM series ORDER BY id").fetchall()


def everything(db: Database) -> dict[str, list[Any]]:
    """Give all rows of both files, but for the list of loads, which has every one."""
    sql = "SELECT name FROM {}.sqlite_master WHERE type = 'table' AND name NOT IN ('load', 'undo')"
    tables = [row[0] for file in ("main", "catalogue") for row in db.execute(sql.format(file))]
    return {
        table: sorted(db.execute(f"SELECT * FROM {table}").fetchall(), key=repr)  # noqa: S608
        for table in tables
    }


async def wipe(store: Store) -> None:
    """Take everything out of a store."""
    async with store.writing() as line:
        await line.run(_wipe)


def _wipe(db: Database) -> None:
    db.execute("PRAGMA defer_foreign_keys = ON")
    for table in everything(db):
        db.execute(f"DELETE FROM {table}")  # noqa: S608 - our own tables


def show(title: str, year: int | None = None, *, source: str = "TVmaze", **ids: Any) -> Series:
    """Tell of a series."""
    return Series(source=source, ids=Ids(**ids), titles=(Title(text=title),), start_year=year)


def episode(
    of: SeriesReference | Series,
    code: str,
    title: str,
    day: str | None = None,
    *,
    source: str = "TVmaze",
    **ids: Any,
) -> Episode:
    """Tell of an episode; its code is written 1x02."""
    season, _, number = code.partition("x")
    reference = SeriesReference(ids=of.ids) if isinstance(of, Series) else of
    return Episode(
        source=source,
        series=reference,
        ids=Ids(**ids),
        titles=(Title(text=title),),
        numberings=(Numbering(season=int(season), number=int(number)),) if code else (),
        releases=(Release(date=day),) if day else (),
    )


async def load(store: Store, *tellings: Series | Episode) -> Report:
    """Load tellings."""
    return await loading.load(store, tellings)
