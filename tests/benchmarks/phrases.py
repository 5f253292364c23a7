"""Words among 100,000 things with plots: what it costs to read them, and to find by them.

Their words are as frequent as words are: the commonest is in each plot, half of all are in one or
two. Questions have one to six words of one plot, as somebody remembers it.
"""

import random
import time
from collections import defaultdict
from pathlib import Path

import numpy as np

from bot.asking import fold
from bot.errors import NothingSaid
from bot.finding import phrases as words
from bot.loading import phrasing
from bot.model import Plot, Series, Title
from bot.store import Database, Store, catalogue
from tests.benchmarks.peers import times

THINGS, VOCABULARY, LONG = 100_000, 40_000, 60
EACH, STEP = 200, 2000
SYLLABLES = ("ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "zu", "sha", "pre", "gor", "del")


async def measure(folder: Path) -> None:
    """Print CPU ms of questions of one to six words, and what reading all words took."""
    async with Store.opened(folder / "phrases") as store:
        begun = time.process_time()
        plots = await _write(store)
        spent = time.process_time() - begun
        size = store.catalogue.stat().st_size / 2**20
        print(f"phrases: {THINGS:,} things read in {spent:.1f} s of CPU, {size:.0f} MB")
        chance = random.Random(1)  # noqa: S311 - the same each time
        for count in range(1, 7):
            asked = [chance.sample(chance.choice(plots).split(), count) for _ in range(EACH)]
            await _ask(store, f"{count} words", [" ".join(one) for one in asked])
        common = sorted(await store.read(_commonest))
        await _ask(store, "commonest", [" ".join(chance.sample(common, 4)) for _ in range(EACH)])
        await _ask(store, "in no plot", [f"xyzzy{number} plugh" for number in range(EACH)])


async def _ask(store: Store, kind: str, questions: list[str]) -> None:
    spent = defaultdict(list)
    for text in questions:
        for name, work in (("search", _searched), ("remembered", words.remembered)):
            begun = time.process_time()
            await store.read(work, text)
            spent[name].append((time.process_time() - begun) * 1000)
    told = ", ".join(f"{name} {times(some)}" for name, some in spent.items())
    print(f"phrases: {kind:12} {told} ms of CPU")


def _searched(db: Database, text: str) -> None:
    try:
        words.searched(db, text, 0, 8)
    except NothingSaid:
        return


def _commonest(db: Database) -> list[str]:
    sql = "SELECT word FROM phrase_word WHERE word <> '' ORDER BY things DESC LIMIT 12"
    return [row[0] for row in db.execute(sql)]


async def _write(store: Store) -> list[str]:
    """Write invented plots, and the words of each as a load does."""
    chance = random.Random(7)  # noqa: S311 - the same each time
    sizes = [chance.randint(2, 4) for _ in range(VOCABULARY)]
    every = ["".join(chance.choices(SYLLABLES, k=size)) for size in sizes]
    share = 1 / np.arange(1, VOCABULARY + 1)
    draw = np.random.default_rng(7)
    plots = []
    for start in range(0, THINGS, STEP):
        numbers = draw.choice(VOCABULARY, (STEP, LONG), p=share / share.sum())
        some = [" ".join(every[number] for number in row) for row in numbers.tolist()]
        plots += some
        async with store.writing() as line:
            await line.run(_put, start, some)
    return [fold(plot) for plot in plots]


def _put(db: Database, start: int, plots: list[str]) -> None:
    for thing, plot in enumerate(plots, start + 1):
        title, outline = Title(text=plot[:20]), Plot(text=plot[20:])
        told = Series(source="table", titles=(title,), plots=(outline,))
        catalogue.put_telling(db, thing, told, first=True)
        row = {"title": title.text, "kind": "series", "start_year": None, "end_year": None}
        catalogue.put_series(db, thing, row | {"status": "ended", "popularity": thing})
    while phrasing.settle_some(db, 4000):
        pass
