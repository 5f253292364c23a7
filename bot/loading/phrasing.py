"""Words and days of what was written, read anew from its tellings.

A small load reads them itself, at its end; of a large one they are read by the bot, a few seconds
later and some at a time: they take half as long again as the load.
"""

import asyncio
import logging
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import islice
from types import MappingProxyType

import msgspec

from bot.asking import fold_each
from bot.errors import StoreError
from bot.model import Episode, Release, Series, gathered
from bot.passages import Passage, Where, passages
from bot.store import Database, Store, airing, catalogue, index, phrases
from bot.store.phrases import HEAVIEST, POPULARITY, Document

STEP = 200
"""Things that are read at once: in between people may write."""
LOOK = 3.0
"""Seconds between two looks whether there is anything to be read."""
FEW = 1000
"""Things of which a load reads the words itself; of more the bot does, when it is done."""
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


log = logging.getLogger(__name__)


async def keep_up(store: Store) -> None:
    """Read what large loads and older programs have left, for ever."""
    while True:
        try:
            if count := await catch_up(store):
                log.info("read the words of %d things", count)
        except StoreError as error:  # a full disk: what is left waits as it did
            log.warning("words can't be read now: %s", error)
        await asyncio.sleep(LOOK)


async def catch_up(store: Store) -> int:
    """Read what was left to be read, some at a time, and tell how much it was."""
    count = 0
    while await store.read(phrases.late, 1):
        async with store.writing() as line:
            count += await line.run(settle_some, STEP)
        await asyncio.sleep(REST)
    return count


def settle(db: Database) -> None:
    """Let words and days be found of those whose tellings were written or dropped, if few."""
    if len(phrases.late(db, FEW + 1)) <= FEW:
        settle_some(db, FEW)


def settle_some(db: Database, limit: int) -> int:
    """Read the words and days of so many of them, and tell of how many they were read."""
    things = phrases.late(db, limit)
    shown = phrases.popularities(db, things)
    names: dict[int, tuple[Passage, ...]] = {}
    documents = []
    days: dict[int, set[tuple[str, str]]] = {thing: set() for thing in things}
    for thing in things:
        series, popularity = shown.get(thing, (thing, 0))
        told = _told(db, thing)
        every = passages(told)
        if series != thing:
            days[thing] = airing.days(gathered(told, Release))
            if series not in names:
                found = index.names_of(db, series)
                names[series] = tuple(Passage("series", name) for name in found)
            every = (*every, *names[series])
        documents.append(Document(thing, weighed(every, popularity)))
    airing.put(db, days)
    phrases.put(db, documents)
    return len(things)


def _told(db: Database, thing: int) -> tuple[Episode | Series, ...]:
    try:
        return catalogue.read_episode(db, thing) or catalogue.read_series(db, thing)
    except msgspec.MsgspecError:  # else nothing behind it would ever be read
        log.exception("what is told of %d can't be read", thing)
        return ()


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
