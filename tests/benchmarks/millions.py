"""Finding among millions of names: what is found, what it costs, one by one and 32 at once.

Questions are made of names of the store itself, by chance but the same each time: those of popular
things as often as people ask for them (by the root of their votes), and of things nobody rated.
"""

import asyncio
import random
import statistics
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from bot import finding
from bot.asking import fold
from bot.errors import Unclear
from bot.store import Database, Store
from tests.benchmarks.loads import BARE, COLDOPEN, FULL, HUGE, Size, cost, dumps, size

EACH = 200
"""Questions of each kind."""
AT_ONCE, ASKED = 32, 1200
SHORT = ("the", "e", "episode", "a", "th", "last")
LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Target(NamedTuple):
    """A thing of the store, and one of its names."""

    thing: int
    name: str


class Question(NamedTuple):
    """What is typed, and what is to be found."""

    text: str
    target: Target


async def measure(folder: Path) -> None:
    """Print recall and CPU of each kind of question, at a million and at ten million episodes."""
    sizes = (FULL, HUGE) if size() is FULL else (size(),)
    for of in sizes:
        data = folder / f"data {of.name}"
        await cost(COLDOPEN, "load", "imdb", str(dumps(folder, of, BARE)), data=data)
        async with Store.opened(data, writable=False) as store:
            await _measure(store, of)


async def _measure(store: Store, of: Size) -> None:
    begun = time.perf_counter()
    await _ask(store, "pilot")
    print(f"find {of.name}: first answer after {time.perf_counter() - begun:.2f} s")
    every = await store.read(_questions)
    mix = []
    for kind, questions in every.items():
        found, spent = await _all(store, questions)
        mix += spent
        print(f"find {of.name}: {kind:16} recall@10 {found:.3f}, {_times(spent)}")
    print(f"find {of.name}: {'all':16} {_times(mix)} ms of CPU")
    for text in SHORT:
        times = [(await _ask(store, text))[1] for _ in range(20)]
        print(f"find {of.name}: {text!r:16} {_times(times)}")
    await _at_once(store, of, [one.text for some in every.values() for one in some])


async def _at_once(store: Store, of: Size, texts: list[str]) -> None:
    queue = iter(random.Random(2).choices(texts, k=ASKED))  # noqa: S311 - no secret
    waits: list[float] = []

    async def person() -> None:
        for text in queue:
            began = time.perf_counter()
            await _ask(store, text)
            waits.append(1000 * (time.perf_counter() - began))

    began = time.perf_counter()
    people: list[Awaitable[None]] = [person() for _ in range(AT_ONCE)]
    await asyncio.gather(*people)
    took = time.perf_counter() - began
    print(f"find {of.name}: {AT_ONCE} at once: {ASKED / took:.0f} a second, waits {_times(waits)}")


def _times(spent: list[float]) -> str:
    ordered = sorted(spent)
    last = ordered[int(0.99 * (len(ordered) - 1))]
    return f"p50 {statistics.median(ordered):.1f}, p99 {last:.1f}"


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
    kinds: dict[str, Callable[[], Iterator[Question]]] = {
        "series": lambda: (Question(one.name, one) for one in series),
        "title": lambda: (Question(one.name, one) for one in titles),
        "series 1 typo": lambda: (Question(_typo(one.name, chance), one) for one in series),
        "series 2 typos": lambda: (
            Question(_typo(_typo(one.name, chance), chance), one) for one in series
        ),
        "title 1 typo": lambda: (Question(_typo(one.name, chance), one) for one in titles),
        "title 2 typos": lambda: (
            Question(_typo(_typo(one.name, chance), chance), one) for one in titles
        ),
        "dropped word": lambda: (
            Question(_dropped(one.name, chance), one) for one in titles if len(one.name.split()) > 2
        ),
        "swapped words": lambda: (
            Question(_swapped(one.name, chance), one) for one in titles if " " in one.name
        ),
        "prefix": lambda: (Question(one.name[: 2 * len(one.name) // 3], one) for one in titles),
        "unrated 1 typo": lambda: (
            Question(_typo(one.name, chance), one) for one in _unrated(db, chance)
        ),
    }
    made = {kind: list(make())[:EACH] for kind, make in kinds.items()}
    return made | _with_series(db, titles)


def _popular(db: Database, chance: random.Random, kind: str) -> list[Target]:
    sql = "SELECT id / 1024, folded, popularity FROM name WHERE kind = :kind AND popularity > 0"
    rows = db.execute(sql, {"kind": kind}).fetchall()
    picked = chance.choices(rows, [votes**0.5 for *_, votes in rows], k=2 * EACH)
    return [Target(thing, name) for thing, name, _ in picked if len(name) > 3]


def _unrated(db: Database, chance: random.Random) -> list[Target]:
    sql = """
        SELECT id / 1024, folded FROM name
        WHERE popularity = 0 AND kind = 'episode' AND id >= :start AND length(folded) > 5 LIMIT 1
    """
    first, last = db.execute("SELECT min(id), max(id) FROM name").fetchone()
    starts = [chance.randint(first, last) for _ in range(EACH)]
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


def _dropped(name: str, chance: random.Random) -> str:
    words = name.split()
    del words[chance.randrange(len(words))]
    return " ".join(words)


def _swapped(name: str, chance: random.Random) -> str:
    words = name.split()
    at = chance.randrange(len(words) - 1)
    words[at : at + 2] = words[at + 1], words[at]
    return " ".join(words)
