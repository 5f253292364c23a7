"""Small dumps as IMDb writes them, what stands in them row by row, and the way into a store.

made = Made()
made.series(100, "Harbour", year=2001)
made.episode(101, 100, "1x01", "Arrival")
made.rated(101, "8.1", 250)
made.credit(101, 1, 7, "actor", characters='["Lou"]')
made.person(7, "Ann Example")
report = await load(store, made.write(tmp_path))
"""

import asyncio
import gzip
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.loaders import imdb, imdb_people
from bot.loaders.imdb import FILES
from bot.loaders.imdb_people import Asked
from bot.loaders.imdb_rows import Told, crowds, episode_rows, placed, series_rows
from bot.loaders.rejects import Rejects
from bot.loaders.spool import Marks
from bot.loading.building import Dumps, build
from bot.loading.dump import put_live, version_of
from bot.loading.progress import Progress
from bot.model import Episode, Series
from bot.packed import Row, name_in, people_of, unpack
from bot.report import Order, Report
from bot.store import Store, identity
from bot.store.generations import remove
from bot.store.holder import loading
from tests.loading.shared import needed

N = r"\N"
CHUNK = 512 << 10
"""Bytes in which dumps are read (bot.loaders.files)."""


def tt(number: int) -> str:
    """Write IMDb's id of a title."""
    return f"tt{number:07}"


def nm(number: int) -> str:
    """Write IMDb's id of a person."""
    return f"nm{number:07}"


class Made:
    """Rows of dumps, in the order in which they are added."""

    def __init__(self) -> None:
        self.rows: dict[str, list[str]] = {name: [] for name in FILES}

    def add(self, dump: str, *fields: object) -> None:
        """Add a row; None is written as IMDb writes what is not known."""
        self.rows[dump].append("\t".join(N if one is None else str(one) for one in fields))

    def title(
        self,
        number: int,
        title: str,
        kind: str,
        *,
        original: str | None = "",
        year: object = 2001,
        end: object = None,
        runtime: object = None,
        genres: str | None = None,
    ) -> None:
        """Add a title; its original title is the same where none is given."""
        original = title if original == "" else original
        self.add(
            "title.basics", tt(number), kind, title, original, 0, year, end, runtime, genres
        )  # fmt: skip

    def series(self, number: int, title: str, kind: str = "tvSeries", **fields: Any) -> None:
        """Add a series."""
        self.title(number, title, kind, **fields)

    def episode(self, number: int, series: int, code: str, title: str, **fields: Any) -> None:
        """Add an episode and its place, "1x02" or "" where there is none."""
        self.title(number, title, "tvEpisode", **fields)
        self.place(number, series, code)

    def place(self, number: int, series: int, code: str) -> None:
        """Add a row to title.episode alone."""
        self.add("title.episode", tt(number), tt(series), *(code.split("x") if code else (N, N)))

    def rated(self, number: int, rating: str, votes: int) -> None:
        """Add a rating."""
        self.add("title.ratings", tt(number), rating, votes)

    def credit(  # noqa: PLR0917 - the columns of the file
        self,
        number: int,
        ordering: int,
        person: int,
        category: str,
        job: str | None = None,
        characters: str | None = None,
    ) -> None:
        """Add a credit; characters are written as IMDb does: '["Lou"]'."""
        self.add("title.principals", tt(number), ordering, nm(person), category, job, characters)

    def other(
        self, number: int, text: str, region: str | None = None, language: str | None = None,
        *, note: str | None = None, original: int = 0,
    ) -> None:  # fmt: skip
        """Add another title."""
        self.add(
            "title.akas", tt(number), 1, text, region, language, "imdbDisplay", note, original
        )  # fmt: skip

    def person(self, number: int, name: str) -> None:
        """Add a person."""
        self.add("name.basics", nm(number), name, None, None, None, None)

    def write(
        self, folder: Path, *, gzipped: bool = True, end: str = "\n", only: tuple[str, ...] = ()
    ) -> Path:
        """Write the dumps that have rows, or those that are named, and give their folder."""
        folder.mkdir(parents=True, exist_ok=True)
        for dump, rows in self.rows.items():
            if dump in only or (rows and not only):
                lines = ["\t".join(FILES[dump].split()), *rows]
                put(folder, dump, "".join(line + end for line in lines).encode(), gzipped=gzipped)
        return folder


def put(folder: Path, dump: str, content: bytes, *, gzipped: bool = False) -> Path:
    """Write the content of one dump."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / (f"{dump}.tsv.gz" if gzipped else f"{dump}.tsv")
    path.write_bytes(gzip.compress(content, 1, mtime=0) if gzipped else content)
    return path


def generated_by_tool(folder: Path, episodes: int) -> Path:
    """Make dumps with the generator beside the checkout, or skip the test where it is not."""
    tool = needed() / "tools" / "gen_imdb.py"
    asked = ["--episodes", str(episodes), "--seed", "7", "--out", str(folder), "--jobs", "1"]
    subprocess.run([sys.executable, str(tool), *asked], check=True, capture_output=True)
    return folder


def rows_of(folder: Path, dump: str) -> list[list[str]]:
    """Read a dump row by row, its header left out: split at newlines and tabs, and no more."""
    path = imdb.check_folder(folder).get(dump)
    if path is None:
        return []
    content = path.read_bytes()
    content = gzip.decompress(content) if path.suffix == ".gz" else content
    return [line.split("\t") for line in content.decode().split("\n")[1:] if line]


def read(folder: Path, work: Path, rejects: Rejects | None = None) -> dict[str, Series | Episode]:
    """Read dumps in this process, without a store: a telling for each of IMDb's ids."""
    rejects = rejects or Rejects()
    work.mkdir(exist_ok=True)
    there = imdb.check_folder(folder)
    told, names = _told(there, work, rejects)
    series = told.titles.kind != imdb.EPISODE_KIND
    homed = ~series & (told.places.parent >= 0)
    rows = [Row(*row[:5], *row[6:]) for row in series_rows(told.only(series))]
    rows += [_row(row) for row in episode_rows(told.only(homed))]
    tellings = [unpack(row, {one: names[one] for one in people_of(row.packed) if one in names})
                for row in rows]  # fmt: skip
    return {str(one.ids.imdb): one for one in tellings}


def _row(row: tuple[Any, ...]) -> Row:
    thing, series, season, number, title, kind, date, popularity, packed = row
    return Row(thing, title, kind, None, None, popularity, packed, series, season, number, date)


def _told(there: dict[str, Path], work: Path, rejects: Rejects) -> tuple[Told, dict[int, str]]:
    def tell(size: int) -> None:
        assert size >= 0

    titles = imdb.titles(there["title.basics"], work / "texts", rejects, tell)
    places = imdb.places(there["title.episode"], rejects, tell)
    ratings = imdb.ratings(there["title.ratings"], rejects, tell)
    asked = Asked(Marks.of(titles.number), Marks(), rejects, tell)
    extras = [imdb.other_titles(there["title.akas"], titles, work / "akas", rejects, tell)]
    extras.append(imdb_people.cast(there["title.principals"], work / "cast", asked))
    extras.append(imdb_people.crew(there["title.crew"], work / "crew", asked))
    people = imdb_people.people(there["name.basics"], work / "people", asked)
    names = {
        one: name
        for first, body in crowds(people)
        for one in _ids(first, body)
        if (name := name_in(first, body, one)) is not None
    }
    aligned, gaps = placed(titles, places)
    return Told(titles, aligned, ratings, gaps, extras), names


def _ids(first: int, body: bytes) -> Iterator[int]:
    for at in range(body[0]):
        yield first + int.from_bytes(body[1 + 4 * at : 5 + 4 * at], "little")


async def load(
    store: Store,
    folder: Path,
    order: Order = Order("IMDb"),  # noqa: B008 - frozen
    rejects: Rejects | None = None,
) -> Report:
    """Load dumps as the shell does in a store that is open."""
    there = imdb.check_folder(folder)
    with loading(store.folder, f"IMDb, {order.who}"):
        known = await store.read(identity.known)
        dumps = Dumps(there, store.folder, store.catalogue, known, order.allowed)
        progress = Progress()
        built = await asyncio.to_thread(build, dumps, rejects or Rejects(), progress)
        order = order._replace(version=version_of(there.values()))
        try:
            return await put_live(store, built, order, progress)
        finally:
            remove(built.path)
