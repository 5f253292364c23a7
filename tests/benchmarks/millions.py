"""Finding among millions of names: what is found, what it costs, one by one and 32 at once.

Questions are made of names of the store itself, by chance but the same each time: those of popular
things as often as people ask for them (by the root of their votes), and of things nobody rated.
"""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing, suppress
from itertools import islice
from pathlib import Path
from typing import Any

import apsw
import psutil

from bot import finding
from bot.asking import fold
from bot.errors import Unclear
from bot.store import Database, Store
from tests.benchmarks import peers
from tests.benchmarks.loads import BARE, COLDOPEN, FULL, HUGE, MB, Size, cost, dumps, size
from tests.benchmarks.peers import Question, Target, times

EACH = 200
"""Questions of each kind."""
AT_ONCE, ASKED = 32, 1200
SHORT = ("the", "e", "episode", "a", "th", "last")
LETTERS = "abcdefghijklmnopqrstuvwxyz"
Change = Callable[[str, random.Random], str]
"""Makes of a name what somebody might type."""
INDEX = ("name", "likeness", "likeness_late", "begun", "halves", "halves_late", "worded")
"""The tables that the search index consists of, each with its indexes; not every store has all."""


async def measure(folder: Path) -> None:
    """Print recall and CPU of each kind of question, at a million and at ten million episodes."""
    sizes = (FULL, HUGE) if size() is FULL else (size(),)
    for of in sizes:
        data = folder / f"data {of.name}"
        await cost(COLDOPEN, "load", "imdb", str(dumps(folder, of, BARE)), data=data)
        async with Store.opened(data, writable=False) as store:
            await _measure(store, of)


async def _measure(store: Store, of: Size) -> None:
    private, begun = [_private()], time.perf_counter()
    await _ask(store, "pilot")
    print(f"find {of.name}: first answer after {time.perf_counter() - begun:.2f} s")
    private.append(_private())
    every = await store.read(_questions)
    private.append(_private())
    ours = {}
    for kind, questions in every.items():
        found, ours[kind] = await _all(store, questions)
        print(f"find {of.name}: {kind:16} recall@10 {found:.3f}, {times(ours[kind])}")
    mix = [one for spent in ours.values() for one in spent]
    print(f"find {of.name}: {'all':16} {times(mix)} ms of CPU")
    private.append(_private())
    print(
        f"find {of.name}: private memory {private[0]:.0f} MB before the first question, "
        f"{private[1]:.0f} after it, {private[2]:.0f} when all were made up, "
        f"{private[3]:.0f} when all were asked"
    )
    for text in SHORT:
        spent = [(await _ask(store, text))[1] for _ in range(20)]
        print(f"find {of.name}: {text!r:16} {times(spent)}")
    await _at_once(store, of, [one.text for some in every.values() for one in some])
    sizes = _sizes(store.catalogue)
    parts = ", ".join(f"{name} {size / MB:.1f}" for name, size in sizes.items())
    print(f"find {of.name}: index of {sum(sizes.values()) / MB:.1f} MB on disk: {parts}")
    await peers.measure(store, of.name, every, ours)


def _private() -> float:
    """Give the megabytes that are this process's own: pages of files are the system's."""
    process = psutil.Process()
    maps = process.memory_maps() if psutil.LINUX else []
    own = sum(one.anonymous for one in maps) or process.memory_full_info().uss
    return float(own / MB)


def _sizes(catalogue: Path) -> dict[str, int]:
    """Give the bytes of the search index's tables and indexes, the largest first.

    By apsw on a connection of its own: not every Python's SQLite has dbstat, and dbstat takes the
    size of an attached file's pages from the main one.
    """
    sql = f"""
        SELECT name, pgsize FROM sqlite_schema CROSS JOIN dbstat USING (name)
        WHERE tbl_name IN ({", ".join(f"'{table}'" for table in INDEX)}) AND aggregate = TRUE
        ORDER BY pgsize DESC
    """  # noqa: S608 - no words of strangers
    with closing(apsw.Connection(str(catalogue), apsw.SQLITE_OPEN_READONLY)) as database:
        rows: Iterator[Any] = database.execute(sql)
        return dict(rows)


async def _at_once(store: Store, of: Size, texts: list[str]) -> None:
    queue = iter(random.Random(2).choices(texts, k=ASKED))  # noqa: S311 - no secret
    waits: list[float] = []
    late: list[float] = []

    async def person() -> None:
        for text in queue:
            began = time.perf_counter()
            await _ask(store, text)
            waits.append(1000 * (time.perf_counter() - began))

    watch = asyncio.create_task(_watch(late))
    began = time.perf_counter()
    people: list[Awaitable[None]] = [person() for _ in range(AT_ONCE)]
    await asyncio.gather(*people)
    took = time.perf_counter() - began
    watch.cancel()
    print(f"find {of.name}: {AT_ONCE} at once: {ASKED / took:.0f} a second, waits {times(waits)}")
    print(f"find {of.name}: event loop blocked meanwhile {times(late)}, at most {max(late):.1f} ms")


async def _watch(late: list[float]) -> None:
    """Note by how many milliseconds the event loop wakes too late, each time."""
    while True:
        began = time.perf_counter()
        await asyncio.sleep(0.005)
        late.append(1000 * (time.perf_counter() - began) - 5)


async def _all(store: Store, questions: list[Question]) -> tuple[float, list[float]]:
    right, spent = 0, []
    for question in questions:
        answer, took = await _ask(store, question.text)
        spent.append(took)
        right += any(_is(match, question.target) for match in answer.matches[:10])
    return right / len(questions), spent


def _is(match: finding.Match, target: Target) -> bool:
    names = (match.name, match.heading.title or match.heading.series)
    return match.heading.id == target.thing or target.name in {fold(name) for name in names}


async def _ask(store: Store, text: str) -> tuple[finding.Answer, float]:
    def ask(db: Database) -> tuple[finding.Answer, float]:
        began = time.thread_time()
        answer = finding.Answer(text, ())
        with suppress(Unclear):
            answer = finding.answered(db, text, None, None)
        return answer, 1000 * (time.thread_time() - began)

    return await store.read(ask)


def _questions(db: Database) -> dict[str, list[Question]]:
    chance = random.Random(1)  # noqa: S311 - no secret
    series, titles = _popular(db, chance, "series"), _popular(db, chance, "episode")
    unrated = _unrated(db, chance)

    def changed(targets: list[Target], change: Change, letters: int) -> list[Question]:
        return list(islice(_changed(db, targets, chance, change, letters), EACH))

    return {
        "series": [Question(one.name, one) for one in series[:EACH]],
        "title": [Question(one.name, one) for one in titles[:EACH]],
        "series 1 typo": changed(series, _typo, 5),
        "series 2 typos": changed(series, _two_typos, 8),
        "title 1 typo": changed(titles, _typo, 5),
        "title 2 typos": changed(titles, _two_typos, 8),
        "unrated 1 typo": changed(unrated, _typo, 5),
        "dropped word": changed([one for one in titles if one.name.count(" ") > 1], _dropped, 8),
        "swapped words": changed([one for one in titles if " " in one.name], _swapped, 5),
        "prefix": [Question(one.name[: 2 * len(one.name) // 3], one) for one in titles[:EACH]],
        **_with_series(db, titles),
    }


def _changed(
    db: Database, targets: list[Target], chance: random.Random, change: Change, letters: int
) -> Iterator[Question]:
    """Change names into questions, but none into another's whole name: that is what it means then.

    Names with fewer letters are left out: a mistake, or two, make too much of them.
    """
    sql = "SELECT 1 FROM name WHERE kind IN ('series', 'episode') AND folded = :text LIMIT 1"
    for one in targets:
        if len(one.name) < letters:
            continue
        text = change(one.name, chance)
        if db.execute(sql, {"text": fold(text)}).fetchone() is None:
            yield Question(text, one)


def _popular(db: Database, chance: random.Random, kind: str) -> list[Target]:
    sql = "SELECT id / 1024, folded, popularity FROM name WHERE kind = :kind AND popularity > 0"
    rows = db.execute(sql, {"kind": kind}).fetchall()
    picked = chance.choices(rows, [votes**0.5 for *_, votes in rows], k=5 * EACH)
    return [Target(thing, name) for thing, name, _ in picked if len(name) > 3]


def _unrated(db: Database, chance: random.Random) -> list[Target]:
    sql = """
        SELECT id / 1024, folded FROM name
        WHERE popularity = 0 AND kind = 'episode' AND id >= :start AND length(folded) > 5 LIMIT 1
    """
    first, last = db.execute("SELECT min(id), max(id) FROM name").fetchone()
    starts = [chance.randint(first, last) for _ in range(2 * EACH)]
    rows = [row for at in starts for row in db.execute(sql, {"start": at})]
    return [Target(*row) for row in rows]


def _with_series(db: Database, titles: list[Target]) -> dict[str, list[Question]]:
    sql = """
        SELECT series.title, episode.season, episode.number FROM episode
        JOIN series ON series.id = episode.series WHERE episode.id = :thing
    """
    codes, both = [], []
    for one in titles[:EACH]:
        title, season, number = db.execute(sql, {"thing": one.thing}).fetchone()
        both.append(Question(f"{title} {one.name}", one))
        if number is not None:
            codes.append(Question(f"{title} s{season:02}e{number:02}", one))
    return {"code": codes, "series and title": both}


def _typo(name: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(name) - 1)
    kind = chance.randrange(4)
    if kind == 0:
        return name[:at] + name[at + 1 :]
    if kind == 1:
        return name[:at] + chance.choice(LETTERS) + name[at:]
    if kind == 2:
        return name[:at] + chance.choice(LETTERS) + name[at + 1 :]
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def _two_typos(name: str, chance: random.Random) -> str:
    return _typo(_typo(name, chance), chance)


def _dropped(name: str, chance: random.Random) -> str:
    words = name.split()
    del words[chance.randrange(len(words))]
    return " ".join(words)


def _swapped(name: str, chance: random.Random) -> str:
    words = name.split()
    at = chance.randrange(len(words) - 1)
    words[at : at + 2] = words[at + 1], words[at]
    return " ".join(words)
