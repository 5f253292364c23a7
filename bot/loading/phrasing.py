"""Words and days of what was written, read anew from its tellings: the end of what changes them."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import islice
from types import MappingProxyType

from bot.asking import fold_each
from bot.model import Release, gathered
from bot.passages import Passage, Where, passages
from bot.store import Database, Store, airing, catalogue, index, phrases
from bot.store.phrases import HEAVIEST, POPULARITY, Document

STEP, AT_ONCE = 500, 4000
"""Things that are read at once: in between people may write, or nobody may, who would wait."""
REST = 0.05
"""Seconds between two times that some are read, in which people are answered."""
WORDS = 4000
"""Words of a thing that are kept, the heaviest: no plot has so many different ones."""
SATED = 1.2
"""How soon a word that is said again and again weighs no more."""
_LONG: Mapping[Where, float] = MappingProxyType(
    {"title": 0.4, "outline": 0.4, "summary": 0.4, "synopsis": 0.3, "question": 0.3}
)
"""How much it counts against a word that it stands in a longer text than usual."""
_WORTH: Mapping[Where, tuple[float, float]] = MappingProxyType(
    {
        "title": (6.0, 4), "outline": (2.0, 40), "character": (1.5, 20), "person": (1.5, 20),
        "summary": (1.0, 120), "synopsis": (0.7, 500), "question": (0.7, 30), "series": (0.3, 4),
    }
)  # fmt: skip
"""What a word is worth in each kind of passage, and how many words are usual there."""


async def catch_up(store: Store) -> int:
    """Read what an older program has written, some at a time, and tell how much it was."""
    count = 0
    while await store.read(phrases.late, 1):
        async with store.writing() as line:
            count += await line.run(_settle_some, STEP)
        await asyncio.sleep(REST)
    return count


def settle(db: Database) -> None:
    """Let words and days be found of all whose tellings were written or dropped."""
    while _settle_some(db, AT_ONCE):
        pass


def _settle_some(db: Database, limit: int) -> int:
    things = phrases.late(db, limit)
    shown = phrases.popularities(db, things)
    names: dict[int, tuple[Passage, ...]] = {}
    documents = []
    days: dict[int, set[tuple[str, str]]] = {thing: set() for thing in things}
    for thing in things:
        series, popularity = shown.get(thing, (thing, 0))
        if series == thing:
            every = passages(catalogue.read_series(db, thing))
        else:
            told = catalogue.read_episode(db, thing)
            days[thing] = airing.days(gathered(told, Release))
            if series not in names:
                found = index.names_of(db, series)
                names[series] = tuple(Passage("series", name) for name in found)
            every = (*passages(told), *names[series])
        documents.append(Document(thing, weighed(every, popularity)))
    airing.put(db, days)
    phrases.put(db, documents)
    return len(things)


def weighed(every: Iterable[Passage], popularity: int = 0) -> dict[str, int]:
    """Weigh the words of a thing, from 1 to HEAVIEST: more in a title, less in a long text."""
    texts: dict[Where, list[str]] = defaultdict(list)
    for passage in every:
        texts[passage.where].append(passage.text)
    words = {where: " ".join(some).split() for where, some in texts.items()}
    folded = iter(fold_each([word for some in words.values() for word in some]))
    counts = {
        where: Counter(" ".join(islice(folded, len(some))).split()) for where, some in words.items()
    }
    sums: dict[str, float] = defaultdict(float)
    for where, of in counts.items():
        worth, usual = _WORTH[where]
        long = _LONG.get(where, 0.1)
        worth /= 1 - long + long * of.total() / usual
        for word, count in of.items():
            sums[word] += worth * count
    if len(sums) > WORDS:
        kept = sorted(sums, key=lambda word: (-sums[word], word))[:WORDS]
        sums = {word: sums[word] for word in kept}
    weights = {word: int(HEAVIEST * sum_ / (SATED + sum_)) or 1 for word, sum_ in sums.items()}
    if weights and popularity:
        weights[POPULARITY] = phrases.popular(popularity)
    return weights
