"""IMDb's dumps to a generation of the catalogue: read by two processes, written by one."""

import multiprocessing
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import numpy as np

from bot.asking import fold, fold_lines
from bot.errors import StoreBusy, Unreadable
from bot.loaders import imdb, second
from bot.loaders.dumps import NULL, Whole
from bot.loaders.imdb import DATED_TITLE, EPISODE_KIND, NUMBER_TITLE, Places, Ratings, Titles
from bot.loaders.imdb_rows import (
    STEP,
    Gaps,
    Told,
    crowds,
    episode_rows,
    newest,
    placed,
    rated,
    series_rows,
    title_ids,
)
from bot.loaders.memory import give_back, give_back_early
from bot.loaders.rejects import Rejects
from bot.loaders.spool import Spooled
from bot.loading.calling import People, people
from bot.loading.posting import posted
from bot.loading.progress import Progress
from bot.loading.storing import same
from bot.packed import dated, titles_in
from bot.report import Built, Report
from bot.store import bulk
from bot.store.bulk import Fresh, NameRow
from bot.store.durable import write_through
from bot.store.generations import PART, WORK, next_name
from bot.store.identity import Known
from bot.store.index import NAMES

T = TypeVar("T")
READING = "reading"
TICK = 0.2
"""Seconds between two looks at how far the other process is."""
_NO_PLACES = Places(*(np.zeros(0, np.int64) for _ in Places._fields))
_NO_RATINGS = Ratings(*(np.zeros(0, np.int64) for _ in Ratings._fields))


class Dumps(NamedTuple):
    """What is to be built of what: dumps by name, in which folder, beside which generation."""

    there: dict[str, Path]
    folder: Path
    live: Path
    known: Known
    allowed: float


def build(dumps: Dumps, rejects: Rejects, progress: Progress) -> Built:
    """Build a generation beside the live one; blocks, and may take minutes.

    Raises Unreadable, TooManyRejects, Cancelled or a StoreError; nothing is left behind then.
    """
    give_back_early()
    part = dumps.folder / (next_name(dumps.folder) + PART)
    try:
        return _built(dumps, part, rejects, progress)
    except OSError as error:  # dumps that can't be read are told of where they are read
        raise StoreBusy(part, error.strerror or str(error)) from error
    except BrokenProcessPool as error:
        why = "it was ended before it was done (too little memory?)"
        raise Unreadable("IMDb's dumps", "the second process", why) from error


def _built(dumps: Dumps, part: Path, rejects: Rejects, progress: Progress) -> Built:
    with ExitStack() as stack:
        # On the disk of the store: a folder for temporary files is often in memory.
        work = tempfile.TemporaryDirectory(prefix=WORK, dir=dumps.folder)
        folder = Path(stack.enter_context(work))
        spawn = multiprocessing.get_context("spawn")
        read = spawn.Value("q", 0)
        pool = stack.enter_context(ProcessPoolExecutor(1, spawn, second.begin, (read,)))
        stack.push(second.stopping(read))
        fresh = stack.enter_context(bulk.building(part))
        began = time.monotonic()
        report = _Building(dumps, rejects, progress, folder, pool, read).into(fresh)
        progress.begin("checking")
        fresh.close()
        bulk.check(part)
        write_through(part)
        return Built(part, report._replace(seconds=time.monotonic() - began))


class _Building:
    """One build: what its steps work with, so that they read one after the other."""

    def __init__(  # noqa: PLR0913, PLR0917 - handed over once, by build()
        self,
        dumps: Dumps,
        rejects: Rejects,
        progress: Progress,
        work: Path,
        pool: ProcessPoolExecutor,
        read: Any,  # noqa: ANN401 - multiprocessing's Value has no public type
    ) -> None:
        self.dumps, self.rejects, self.progress = dumps, rejects, progress
        self.work, self.pool, self.read = work, pool, read
        self.counts = {"series": 0, "episodes": 0}
        self.waiting = np.zeros(0, np.int64)

    def into(self, fresh: Fresh) -> Report:
        """Read everything, and write the generation."""
        there = self.dumps.there
        self.progress.begin(READING, sum(path.stat().st_size for path in there.values()))
        titles = imdb.titles(there["title.basics"], self.work / "texts", self.rejects, self.tell)
        give_back()
        strict = self.rejects.strict
        parts = self.pool.submit(second.parts, there, titles.number, self.work, strict=strict)
        told = self._rest(titles)
        give_back()
        self.waiting = self._find_waiting(told)
        self._write_names(fresh, told)  # the other process is busy with the cast as long
        order = newest(told) if second.CAST & there.keys() else None
        give_back()
        cast = self._awaited(parts)
        self.rejects.join(cast.rejects)
        posting = order and self.pool.submit(posted, self.work / second.PAIRS, order, self.work)
        people = self._people(cast.named)
        del order
        told.extras.extend(cast.spooled)
        self._write(fresh, told)
        fresh.index("series", "episode")  # the other process has not made the lists yet
        fresh.post(self._awaited(posting).rows() if posting else ())
        count = self._take_people(fresh, people)
        self.rejects.check(self.rejects.rows, self.dumps.allowed)
        credits, gaps = sum(one.count for one in cast.spooled), told.gaps
        del titles, told, cast  # what is left to do needs memory of its own
        self.pool.shutdown()
        give_back()
        self._finish(fresh, gaps, credits, count)
        return self._report(fresh, gaps, count, credits)

    def tell(self, size: int) -> None:
        """Take part in counting the bytes read by both processes."""
        second.count(self.read, size)
        self._look()

    def _look(self) -> None:
        if self.progress.stage == READING:
            self.progress.advance(self.read.value - self.progress.done)
        else:
            self.progress.advance(0)

    def _awaited(self, future: Future[T]) -> T:
        """Wait for the other process, and tell how far it is."""
        while not wait([future], TICK).done:
            self._look()
        return future.result()

    def _rest(self, titles: Titles) -> Told:
        there, work = self.dumps.there, self.work
        places, ratings = _NO_PLACES, _NO_RATINGS
        extras: list[Spooled] = []
        if path := there.get("title.episode"):
            places = imdb.places(path, self.rejects, self.tell)
        if path := there.get("title.ratings"):
            ratings = imdb.ratings(path, self.rejects, self.tell)
        if path := there.get("title.akas"):
            extras.append(imdb.other_titles(path, titles, work / "akas", self.rejects, self.tell))
        aligned, gaps = placed(titles, places)
        return Told(titles, aligned, ratings, gaps, extras)

    def _people(self, named: Whole) -> Future[People] | None:
        path, strict = self.dumps.there.get("name.basics"), self.rejects.strict
        if path is None:
            return None
        return self.pool.submit(people, path, named, self.work, strict=strict)

    def _take_people(self, fresh: Fresh, people: Future[People] | None) -> int:
        if people is None:
            return 0
        found = self._awaited(people)
        self.rejects.join(found.rejects)
        fresh.people(crowds(found.spooled))
        fresh.call(found.called())
        return len(found.spooled.key)

    def _find_waiting(self, told: Told) -> Whole:
        """Find the series that other sources know, by IMDb's number or by title and year.

        So do those to which an episode has moved that others know.
        """
        known, titles = self.dumps.known, told.titles
        waiting = set(known.series)
        mine = np.isin(titles.number, np.array(sorted(known.episodes), np.int64))
        waiting |= set(titles.number[mine & (titles.kind != EPISODE_KIND)].tolist())
        waiting |= set(told.places.parent[mine].tolist())
        series = titles.only((titles.kind != EPISODE_KIND) & bool(known.titles))
        columns = series.number.tolist(), series.year.tolist(), series.primaries()
        for number, year, title in zip(*columns, strict=True):
            if not known.titles.isdisjoint({same(title), f"{same(title)} {year}"}):
                waiting.add(number)
        return np.array(sorted(waiting), np.int64)

    def _steps(self, told: Told) -> Iterator[tuple[Told, Whole]]:
        """Take the titles in hand some at a time: those that have a series, and which it is."""
        for start in range(0, len(told.titles.number), STEP):
            step = slice(start, start + STEP)
            parent = told.places.parent[step]
            kind = told.titles.kind[step]
            home = (kind != EPISODE_KIND) | (parent != NULL)
            of = np.where(kind == EPISODE_KIND, parent, told.titles.number[step])
            yield told.only(step).only(home), of[home]
            self.progress.advance(len(kind))

    def _write_names(self, fresh: Fresh, told: Told) -> None:
        """Write the names of what is nobody else's, to be found from the first moment on."""
        self.progress.begin("naming", len(told.titles.number))
        for some, of in self._steps(told):
            alone = ~np.isin(of, self.waiting)
            # "Episode #3.7" is found by its series and its code, and a dated one by its date.
            others = told.extras[0].key if told.extras else some.titles.number[:0]
            alone &= (some.titles.generic != NUMBER_TITLE) | np.isin(some.titles.number, others)
            fresh.names(_names(some.only(alone), of[alone]))
        fresh.index("name")

    def _write(self, fresh: Fresh, told: Told) -> None:
        self.progress.begin("writing", len(told.titles.number))
        for some, of in self._steps(told):
            waits = np.isin(of, self.waiting)
            series = some.titles.kind != EPISODE_KIND
            self.counts["series"] += int(series.sum())
            self.counts["episodes"] += int((~series).sum())
            for waiting, mine in ((False, ~waits), (True, waits)):
                fresh.series(series_rows(some.only(mine & series)), waiting=waiting)
                fresh.episodes(episode_rows(some.only(mine & ~series)), waiting=waiting)

    def _finish(self, fresh: Fresh, gaps: Gaps, credits: int, people: int) -> None:
        self.progress.begin("indexing")
        fresh.all_added()
        # Those that wait for their place are not made here: somebody else may know their series.
        made = fresh.missing_series() if gaps.series else 0
        if self.dumps.live.exists():
            fresh.take_over(self.dumps.live)
        fresh.finish(credits, people)
        read = {"series": self.counts["series"] + made, "episode": self.counts["episodes"]}
        fresh.check_counts(read)
        self.progress.advance(0)

    def _report(self, fresh: Fresh, gaps: Gaps, people: int, credits: int) -> Report:
        counts = fresh.compared(self.dumps.live) if self.dumps.live.exists() else fresh.packed()
        notes = []
        if gaps.homeless:
            notes.append(f"{gaps.homeless:,} episodes have no series in title.episode")
        if gaps.series:
            notes.append(f"{gaps.series:,} series are named by their episodes alone")
        counted: dict[str, Any] = self.counts | counts._asdict()
        return Report(
            **counted,
            people=people,
            credits=credits,
            rejected=self.rejects.count,
            notes=tuple(notes),
        )


def _names(told: Told, of: Whole) -> list[NameRow]:
    """Give the names of titles: their own unless it is generic, the original one, all others."""
    titles = told.titles
    others = told.extras[0].each(titles.number) if told.extras else [b""] * len(of)
    several = (titles.original > 0) | np.array([more != b"" for more in others], np.bool_)
    one = (titles.generic == 0) & ~several
    columns = _columns(told.only(one), of[one])
    folded = fold_lines("\n".join(columns[3]).encode()).decode().split("\n")
    rows = [
        (name, series, word, text, title, votes)
        for text, (name, series, word, title, votes) in zip(
            folded, zip(*columns, strict=True), strict=False
        )
        if text
    ]
    rest = [others[at] for at in np.flatnonzero(~one).tolist()]
    rows += _several(told.only(~one), of[~one], rest)
    rows.sort()  # two sorted runs: their place in the table is the end
    return rows


def _columns(told: Told, of: Whole) -> tuple[list[int], list[int], list[str], list[str], list[int]]:
    """Give of each title the id of a name, its series, its kind, its primary title and votes."""
    titles = told.titles
    _, votes = rated(told.ratings, titles.number)
    words = ["episode" if kind == EPISODE_KIND else "series" for kind in titles.kind.tolist()]
    ids = (title_ids(titles.number) * NAMES).tolist(), title_ids(of).tolist()
    return (*ids, words, titles.primaries(), votes.tolist())


def _several(told: Told, of: Whole, others: Sequence[bytes]) -> Iterator[NameRow]:
    """Give the names of titles that have several, or one that may say no more than a number."""
    flags = told.titles.generic.tolist(), _originals(told.titles)
    rows = zip(*_columns(told, of), others, *flags, strict=True)
    for thing, series, word, title, votes, more, generic, original in rows:
        if more or original:
            every = [one.text for one in titles_in(more)]
            every += [original] if original else []
            names = {fold(one): one for one in (*every, title)}
            names.pop("", None)
            for at, folded in enumerate(islice(names, NAMES), start=thing):
                yield at, series, word, folded, names[folded], votes
        elif generic == DATED_TITLE and not dated(title):
            yield thing, series, word, fold(title), title, votes


def _originals(titles: Titles) -> list[str]:
    """Give the original titles, "" where they are the primary ones."""
    found = [""] * len(titles.number)
    rows = np.flatnonzero(titles.original)
    some = titles.only(rows)
    for row, size, head in zip(rows.tolist(), some.original.tolist(), some.heads(), strict=True):
        found[row] = head[:size].decode()
    return found
