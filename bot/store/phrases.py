"""Words of all that tellings say, for questions across them: which things have which, how much.

SQLite's own full-text search ranks all that has any of the words: of 100,000 things that takes it
100 ms where words are common. Here what a word weighs in a thing is known when it is stored, and
the things that have it lie together: a place among all things, and a weight, in three bytes. They
are added up in arrays, in a tenth of a millisecond for each word.

Who writes tellings marks their things; the end of a load (bot.loading.phrasing) reads the words
of these anew. What IMDb's dumps alone tell of has no plots, and is found by its names.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, chain
from typing import Any, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from bot.store.connection import AT_ONCE, Database, marks, once

BLOCK = 8192
"""Places of which a word's are in one row: so much is written anew when one of them changes."""
HEAVIEST = 255
"""What a word weighs at most."""
RANGE = 1000
"""Words that begin alike which are looked at."""
MANY, SHARE = 20_000, 8
"""Things that have a common word: so many, and one of so many."""
POPULARITY = ""
"""The word in whose place stands how popular things are."""

Places = NDArray[np.int64]
Scores = NDArray[np.float32]
_NONE = np.zeros(0, np.int64)


class Document(NamedTuple):
    """What each word of a thing weighs, from 1 to HEAVIEST; nothing where nobody tells of it."""

    thing: int
    weights: Mapping[str, int]


class Hit(NamedTuple):
    """A thing that has some of the words: how many of them, and how well."""

    thing: int
    words: int
    score: float


class Ranked(NamedTuple):
    """The best things for some words, and how many have as many words as the best.

    `worth` is what each word adds at most: rare ones are worth more.
    """

    hits: list[Hit]
    total: int
    worth: tuple[float, ...]


def mark(db: Database, things: Iterable[int]) -> None:
    """Note things of which a telling is written or dropped, or whose series has another name."""
    sql = "INSERT INTO phrase_late (thing) VALUES (:thing) ON CONFLICT (thing) DO NOTHING"
    db.executemany(sql, [{"thing": thing} for thing in things])


def mark_episodes(db: Database, series: int) -> None:
    """Note the episodes of a series of which tellings are stored."""
    sql = """
        INSERT INTO phrase_late (thing)
        SELECT phrased.thing FROM episode JOIN phrased ON phrased.thing = episode.id
        WHERE episode.series = :series
        ON CONFLICT (thing) DO NOTHING
    """
    db.execute(sql, {"series": series})


def late(db: Database, limit: int) -> list[int]:
    """Give things that are marked."""
    sql = "SELECT thing FROM phrase_late ORDER BY thing LIMIT :limit"
    return [row[0] for row in db.execute(sql, {"limit": limit})]


def popularities(db: Database, things: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Give the series and the popularity of those things that any list shows."""
    found: dict[int, tuple[int, int]] = {}
    for start in range(0, len(things), AT_ONCE):
        some, key = marks(things[start : start + AT_ONCE])
        sql = f"""
            SELECT id, series, popularity FROM episode WHERE id IN ({some})
            UNION ALL SELECT id, id, popularity FROM series WHERE id IN ({some})
        """  # noqa: S608 - marks are counted
        found |= {thing: (series, votes) for thing, series, votes in db.execute(sql, key)}
    return found


def popular(votes: int) -> int:
    """Bring a number of votes, of which there may be millions, to what a word can weigh."""
    return min(HEAVIEST, max(1, round(10 * math.log2(1 + votes))))


def put(db: Database, documents: Sequence[Document]) -> None:
    """Store the words of things in place of those that they had; they are not marked any more."""
    known = _known(db, [one.thing for one in documents])
    (last,) = db.execute("SELECT coalesce(max(place), -1) FROM phrased").fetchone()
    changes: _Changes = defaultdict(lambda: defaultdict(dict))
    counts: Counter[str] = Counter()
    kept = []
    for thing, weights in documents:
        place, before = known.get(thing, (None, {}))
        if weights == before:
            continue
        if place is None:
            last += 1
            place = last
        block, at = divmod(place, BLOCK)
        changed = changes[block]
        for word, weight in weights.items():
            if before.get(word) != weight:
                changed[word][at] = weight
        for word in before.keys() - weights.keys():
            changed[word][at] = 0
        counts.update(weights.keys() - before.keys())
        counts.subtract(before.keys() - weights.keys())
        kept.append((place, thing, weights))
    _keep(db, kept)
    for block, words in changes.items():
        _change(db, block, words)
    _count(db, counts)
    sql = "DELETE FROM phrase_late WHERE thing = :thing"
    db.executemany(sql, [{"thing": one.thing} for one in documents])


_Changes = dict[int, dict[str, dict[int, int]]]
"""By block and word: what it weighs at places of the block now, 0 where it is not any more."""


def _known(db: Database, things: Sequence[int]) -> dict[int, tuple[int, dict[str, int]]]:
    """Give the places of things, and what their words weigh now."""
    found: dict[int, tuple[int, dict[str, int]]] = {}
    for start in range(0, len(things), AT_ONCE):
        some, key = marks(things[start : start + AT_ONCE])
        sql = f"SELECT thing, place, words FROM phrased WHERE thing IN ({some})"  # noqa: S608
        for thing, place, words in db.execute(sql, key):
            parts = words.split(" ")
            found[thing] = place, dict(zip(parts[::2], map(int, parts[1::2]), strict=True))
    return found


def _keep(db: Database, rows: Iterable[tuple[int, int, Mapping[str, int]]]) -> None:
    """Keep which words things have, by their places; the place of one without any is free."""
    sql = "DELETE FROM phrased WHERE place = :place"
    every = list(rows)
    db.executemany(sql, [{"place": place} for place, _, weights in every if not weights])
    sql = """
        INSERT INTO phrased (place, thing, words) VALUES (:place, :thing, :words)
        ON CONFLICT (place) DO UPDATE SET words = excluded.words
    """
    kept = [
        {"place": place, "thing": thing, "words": _written(weights)}
        for place, thing, weights in every
        if weights
    ]
    db.executemany(sql, kept)


def _written(weights: Mapping[str, int]) -> str:
    return " ".join([f"{word} {weight}" for word, weight in weights.items()])


def _change(db: Database, block: int, changes: Mapping[str, Mapping[int, int]]) -> None:
    """Write what words weigh at some places of a block."""
    words = sorted(changes)
    rows: list[dict[str, Any]] = []
    for start in range(0, len(words), AT_ONCE):
        some = words[start : start + AT_ONCE]
        listed, key = marks(some)
        sql = f"""
            SELECT word, places, weights FROM phrase WHERE block = :block AND word IN ({listed})
        """  # noqa: S608 - marks are counted
        found = {word: row for word, *row in db.execute(sql, {"block": block} | key)}
        for word in some:
            places, weights = _changed(changes[word], *found.get(word, (b"", b"")))
            rows.append({"word": word, "block": block, "places": places, "weights": weights})
    sql = """
        INSERT INTO phrase (word, block, places, weights)
        VALUES (:word, :block, :places, :weights)
        ON CONFLICT (word, block) DO UPDATE SET places = excluded.places,
            weights = excluded.weights
    """
    db.executemany(sql, [row for row in rows if row["places"]])
    sql = "DELETE FROM phrase WHERE word = :word AND block = :block"
    gone = [row for row in rows if not row["places"]]
    db.executemany(sql, [{"word": row["word"], "block": block} for row in gone])


def _changed(changed: Mapping[int, int], places: bytes, weights: bytes) -> tuple[bytes, bytes]:
    """Give the places of a word and what it weighs there, with what has changed."""
    fresh = sorted(changed.items())
    if not places or fresh[0][0] > int.from_bytes(places[-2:], "little"):
        kept = [pair for pair in fresh if pair[1]]
    else:
        known = zip(np.frombuffer(places, "<u2").tolist(), weights, strict=True)
        kept = sorted(
            (at, weight) for at, weight in (dict(known) | dict(changed)).items() if weight
        )
        places = weights = b""
    at = np.array([at for at, _ in kept], "<u2").tobytes()
    return places + at, weights + bytes([weight for _, weight in kept])


def _count(db: Database, counts: Mapping[str, int]) -> None:
    sql = """
        INSERT INTO phrase_word (word, things) VALUES (:word, :count)
        ON CONFLICT (word) DO UPDATE SET things = things + excluded.things
    """
    rows = [{"word": word, "count": count} for word, count in sorted(counts.items()) if count]
    db.executemany(sql, rows)
    sql = "DELETE FROM phrase_word WHERE word = :word AND things = 0"
    db.executemany(sql, rows)


def beginning(db: Database, start: str, *, among: int = RANGE) -> dict[str, int]:
    """Give words that begin so, and how many things have each; some where they are very many."""
    sql = """
        SELECT word, things FROM phrase_word WHERE word >= :start AND word < :end LIMIT :among
    """
    key = {"start": start, "end": f"{start}\U0010ffff", "among": among}
    return dict(db.execute(sql, key))


def common(db: Database, words: Sequence[str]) -> list[str]:
    """Give those of these words that a great part of very many things have, the rarest first."""
    few = max(MANY, (_size(db) - 1) // SHARE)
    if _size(db) <= few:
        return []
    some, key = marks(words)
    sql = f"""
        SELECT word FROM phrase_word WHERE word IN ({some}) AND things > :few ORDER BY things
    """  # noqa: S608 - marks are counted
    return [row[0] for row in db.execute(sql, key | {"few": few})]


def told(db: Database, things: Sequence[int]) -> set[int]:
    """Tell which of these things have their words here; there are AT_ONCE of them at most."""
    if not things:
        return set()
    some, key = marks(things)
    sql = f"SELECT thing FROM phrased WHERE thing IN ({some})"  # noqa: S608 - marks are counted
    return {row[0] for row in db.execute(sql, key)}


def ranked(
    db: Database, asked: Sequence[Mapping[str, float]], limit: int, *, least: int | None = None
) -> Ranked:
    """Give the best things for words, each with its variants and what those are worth, 0 to 1.

    Those that have `least` words, or as many as any has; they are better the more these weigh in
    them, rounded, and then the more popular they are.
    """
    size = _size(db)
    lists = _lists(db, asked, size) if size else []
    lengths = [len(places) for places, _ in lists]
    worth = tuple(math.log1p(size / max(1, length)) for length in lengths)
    scores, counts = np.zeros(size, np.float32), np.zeros(size, np.uint8)
    if lists:
        places = np.concatenate([places for places, _ in lists])
        weights = np.concatenate([weights for _, weights in lists])
        weights *= np.repeat(np.array([one / HEAVIEST for one in worth], np.float32), lengths)
        np.add.at(scores, places, weights)
        np.add.at(counts, places, np.uint8(1))
    most = int(counts.max(initial=0))
    found = np.flatnonzero(counts >= (most if least is None else least)) if most else _NONE
    if not len(found):
        return Ranked([], 0, worth)
    best = found[_best(scores[found] / sum(worth), _popular(db, size)[found], limit)]
    things = _things(db, best)
    rows = zip(best.tolist(), counts[best].tolist(), scores[best].tolist(), strict=True)
    hits = [Hit(things[at], words, score) for at, words, score in rows if at in things]
    return Ranked(hits, len(found), worth)


@once
def _size(db: Database) -> int:
    """Tell how many places there are."""
    (size,) = db.execute("SELECT coalesce(max(place), -1) + 1 FROM phrased").fetchone()
    return int(size)


_List = tuple[Places, Scores]
"""The places that have a word or a variant of it, once each, and what the heaviest weighs there."""


def _lists(db: Database, asked: Sequence[Mapping[str, float]], size: int) -> list[_List]:
    """Give where words and their variants are: all rows are decoded at once."""
    known = _rows(db, {word for words in asked for word in words})
    there = [words.keys() & known.keys() for words in asked]
    rows = [
        [(words[one], *row) for one in some for row in known[one]]
        for words, some in zip(asked, there, strict=True)
    ]
    every = [*chain.from_iterable(rows)]
    sizes = [len(weights) for *_, weights in every]
    at = np.frombuffer(b"".join([places for *_, places, _ in every]), "<u2").astype(np.int64)
    at += np.repeat(np.array([block * BLOCK for _, block, *_ in every], np.int64), sizes)
    of = np.frombuffer(b"".join([weights for *_, weights in every]), np.uint8).astype(np.float32)
    of *= np.repeat(np.array([worth for worth, *_ in every], np.float32), sizes)
    ends = [0, *accumulate(sizes)]
    lists, start = [], 0
    for some, mine in zip(there, rows, strict=True):
        part, start = slice(ends[start], ends[start + len(mine)]), start + len(mine)
        one = at[part], of[part]
        lists.append(_heaviest(*one, size) if len(some) > 1 else one)
    return lists


def _rows(db: Database, words: Iterable[str]) -> dict[str, list[tuple[int, bytes, bytes]]]:
    """Give the rows of words; many forms of these are there that no row has.

    In one text: marks for a hundred values take three times as long as to look these up.
    """
    sql = """
        SELECT word, block, places, weights FROM json_each(:words) CROSS JOIN phrase ON word = value
    """
    found: dict[str, list[tuple[int, bytes, bytes]]] = {}
    key = {"words": msgspec.json.encode(list(words)).decode()}
    for word, block, places, weights in db.execute(sql, key):
        found.setdefault(word, []).append((block, places, weights))
    return found


def _heaviest(places: Places, weights: Scores, size: int) -> _List:
    """Give each place once, with the most of what its words weigh."""
    most = np.zeros(size, np.float32)
    np.maximum.at(most, places, weights)
    at = np.flatnonzero(most > 0)
    return at, most[at]


def _best(scores: Scores, popular: Scores, limit: int) -> NDArray[np.intp]:
    """Give which of some are the best, by scores of at most 1; of equal ones the first."""
    worth = -(np.round(scores, 2) + popular)
    some = np.arange(len(worth))
    if len(worth) > max(limit, AT_ONCE):  # few are sorted sooner than parted
        last = np.partition(worth, limit - 1)[limit - 1]
        some = np.flatnonzero(worth < last)
        same = np.flatnonzero(worth == last)[: limit - len(some)]
        some = np.concatenate([some, same])
    return some[np.argsort(worth[some], kind="stable")][:limit]


def _popular(db: Database, size: int) -> Scores:
    """Give how popular each place is: less than the least difference of two scores."""
    return db.lasting("popularity", lambda: _read_popular(db, size))


def _read_popular(db: Database, size: int) -> Scores:
    popular = np.zeros(size, np.float32)
    for block, places, weights in _rows(db, [POPULARITY]).get(POPULARITY, ()):
        at = np.frombuffer(places, "<u2") + np.int64(block * BLOCK)
        popular[at] = np.frombuffer(weights, np.uint8) * np.float32(1 / 101 / HEAVIEST)
    return popular


def _things(db: Database, places: Places) -> dict[int, int]:
    every: list[int] = places.tolist()
    found: dict[int, int] = {}
    for start in range(0, len(every), AT_ONCE):
        some, key = marks(every[start : start + AT_ONCE])
        sql = f"SELECT place, thing FROM phrased WHERE place IN ({some})"  # noqa: S608
        found |= dict(db.execute(sql, key))
    return found
